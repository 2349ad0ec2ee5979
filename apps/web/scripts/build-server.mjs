import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

/** `next` must stay the one Next that compiled the pages; the others load native code or files of their own. */
const external = [
  'next',
  '@node-rs/argon2',
  'bullmq',
  'ioredis',
  'pg',
  'pg-native',
  'pino',
  'bufferutil',
  'utf-8-validate',
];

await build({
  entryPoints: [path.join(root, 'server.ts')],
  outfile: path.join(root, 'dist/server.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  external,
  sourcemap: true,
  logLevel: 'warning',
  // ws, next-auth and jose still call require.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
