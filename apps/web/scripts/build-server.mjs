import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

// What stays outside the bundle is looked up at run time; better to miss it here than there.
import.meta.resolve('next');
import.meta.resolve('@node-rs/argon2');

await build({
  entryPoints: [path.join(root, 'server.ts')],
  outfile: path.join(root, 'dist/server.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  // Next must be the one that compiled the pages, argon2 is native; the others are optional and asked for in a try.
  external: ['next', '@node-rs/argon2', 'pg-native', 'bufferutil', 'utf-8-validate'],
  sourcemap: true,
  logLevel: 'warning',
  // Some packages still call require.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
