import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { copyClosure } from './containers/package-closure.ts';

/**
 * Collects what production needs into one folder: the built web and worker, the migration, and only those packages that
 * the bundles do not contain. `node scripts/pack-runtime.ts <folder>`, after a build.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const [, , folder] = process.argv;
if (folder === undefined) {
  console.error('Usage: node scripts/pack-runtime.ts <folder>');
  process.exit(1);
}
/** Packages that are asked for inside a try: the code does without them. */
const optionalExternals = new Set(['bufferutil', 'utf-8-validate', 'pg-native', 'kerberos']);
const out = path.resolve(folder);
const web = path.join(root, 'apps', 'web');
const worker = path.join(root, 'apps', 'worker');
for (const needed of [
  path.join(web, '.next', 'BUILD_ID'),
  path.join(web, 'dist/server.mjs'),
  path.join(worker, 'dist/main.mjs'),
]) {
  if (existsSync(needed)) continue;
  console.error(`${path.relative(root, needed)} is missing; build first`);
  process.exit(1);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
copyNextBuild();
for (const app of [web, worker])
  cpSync(path.join(app, 'dist'), path.join(out, 'apps', path.basename(app), 'dist'), { recursive: true });
await bundleMigration();

const bundles = ['apps/web/dist/server.mjs', 'apps/worker/dist/main.mjs', 'migrate.mjs'].map((file) =>
  path.join(out, file),
);
/** Loaded by path, in a thread of the worker. */
const loadedByPath = ['@ffmpeg/core'];
const names = [
  ...new Set(['react', 'react-dom', ...loadedByPath, ...(await externalsOf(bundles)), ...pageExternals()]),
].sort();
const { copied, missing } = copyClosure({
  names,
  from: [
    web,
    worker,
    path.join(root, 'packages/core'),
    path.join(root, 'packages/db'),
    path.join(root, 'packages/wbot'),
  ],
  target: path.join(out, 'node_modules'),
  // Compilers that only a build needs; baileys' optional link previews.
  isLeftOut: (name) => /^(@next\/swc-|sass$|typescript$|audio-decode$|jimp$|link-preview-js$)/.test(name),
});
if (missing.length > 0) {
  console.error(`Not installed, though needed at run time: ${missing.join(', ')}`);
  process.exit(1);
}
writeFileSync(
  path.join(out, 'package.json'),
  `${JSON.stringify({ name: 'tiktickets-runtime', private: true, type: 'module', license: 'AGPL-3.0-or-later' }, null, 2)}\n`,
);
console.log(
  `Packed into ${path.relative(process.cwd(), out) || '.'}: ${copied.length} packages for ${names.join(', ')}`,
);

function copyNextBuild(): void {
  const target = path.join(out, 'apps', 'web');
  const buildOnly = new Set(['cache', 'dev', 'types', 'trace', 'trace-build', 'diagnostics', 'turbopack']);
  cpSync(path.join(web, '.next'), path.join(target, '.next'), {
    recursive: true,
    filter: (file) => !buildOnly.has(path.relative(path.join(web, '.next'), file)) && !/\.(map|nft\.json)$/.test(file),
  });
  if (existsSync(path.join(web, 'public')))
    cpSync(path.join(web, 'public'), path.join(target, 'public'), { recursive: true });
  // The configuration as the build resolved it: reading next.config.ts would need a compiler.
  writeFileSync(path.join(target, 'next.config.mjs'), `export default ${JSON.stringify(builtConfig())};\n`);
}

function builtConfig(): Record<string, unknown> {
  const file = path.join(web, '.next', 'required-server-files.json');
  const content: { config: Record<string, unknown> } = JSON.parse(readFileSync(file, 'utf8'));
  // Where the build took place is of no use, and no business, of the image.
  const buildOnly = ['configFile', 'configFileName', 'configOrigin', 'outputFileTracingRoot', 'turbopack'];
  return Object.fromEntries(Object.entries(content.config).filter(([key]) => !buildOnly.includes(key)));
}

/** What pages and route handlers load at run time instead of having it compiled in. */
function pageExternals(): string[] {
  const { serverExternalPackages } = builtConfig();
  const declared = Array.isArray(serverExternalPackages) ? serverExternalPackages.map(String) : [];
  const server = path.join(web, '.next', 'server');
  const sources = globSync('**/*.js', { cwd: server }).map((file) => readFileSync(path.join(server, file), 'utf8'));
  return declared.filter((name) =>
    sources.some((source) => source.includes(`"${name}"`) || source.includes(`("${name}`)),
  );
}

async function bundleMigration(): Promise<void> {
  cpSync(path.join(root, 'packages', 'db', 'migrations'), path.join(out, 'migrations'), { recursive: true });
  await build({
    entryPoints: [path.join(root, 'scripts', 'containers', 'migrate.ts')],
    outfile: path.join(out, 'migrate.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'warning',
  });
}

/** Names of the packages that built files still import. */
async function externalsOf(files: readonly string[]): Promise<string[]> {
  const result = await build({
    entryPoints: [...files],
    outdir: path.join(out, 'unused'),
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  const imports = Object.values(result.metafile.inputs).flatMap((input) => input.imports);
  const names = imports
    .filter((one) => one.external === true && !one.path.startsWith('node:'))
    .map((one) => packageOf(one.path));
  return [...new Set(names)].filter((name) => !builtinModules.includes(name) && !optionalExternals.has(name));
}

function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}
