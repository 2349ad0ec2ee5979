import { build } from 'esbuild';

/**
 * What carries native code, WebAssembly or a licence of its own stays a package beside the bundle, found from here:
 * a missing one fails the build and not the first start.
 */
const packages = {
  baileys: import.meta.resolve('baileys'),
  libsignal: import.meta.resolve('libsignal'),
  '@node-rs/argon2': import.meta.resolve('@node-rs/argon2'),
  '@ffmpeg/core': import.meta.resolve('@ffmpeg/core'),
  sharp: import.meta.resolve('sharp'),
};

await build({
  entryPoints: { main: 'src/main.ts', 'ffmpeg-thread': 'src/tools/ffmpeg-thread.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  sourcemap: true,
  external: [...Object.keys(packages), 'pg-native'],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); const __filename = import.meta.filename; const __dirname = import.meta.dirname;",
  },
  logLevel: 'warning',
});
