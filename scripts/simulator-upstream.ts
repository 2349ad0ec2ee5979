import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSimulator } from '@tiktickets/wbot/simulator';
import { inheritedEnvironment } from './env.ts';

/**
 * `npm run simulator:upstream -- <checkout>`: the end-to-end tests that the client library publishes, from a checkout of its
 * repository, against our simulator. They run as they are but for their log level, on the installed release of the library.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const checkout = process.argv[2];
if (checkout === undefined || !existsSync(path.join(checkout, 'src/__tests__/e2e'))) {
  console.error('Usage: npm run simulator:upstream -- <folder of a checkout of github.com/WhiskeySockets/Baileys>');
  process.exit(2);
}

// Below the package, so that its dependencies are found from there.
const cache = path.join(root, 'packages/wbot/node_modules/.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(path.join(cache, 'upstream-'));
const library = createRequire(createRequire(path.join(root, 'packages/wbot/package.json')).resolve('baileys'));
cpSync(path.join(checkout, 'src/__tests__/e2e'), path.join(folder, 'src/__tests__/e2e'), { recursive: true });
cpSync(path.join(checkout, 'Media'), path.join(folder, 'Media'), { recursive: true });
const client = path.join(folder, 'src/__tests__/e2e/helpers/test-client.ts');
writeFileSync(client, readFileSync(client, 'utf8').replace("?? 'debug'", "?? 'silent'"));
writeFileSync(path.join(folder, 'src/index.ts'), "export * from 'baileys';\nexport { default } from 'baileys';\n");
writeFileSync(
  path.join(folder, 'jest.ts'),
  "import { vi } from 'vitest';\nexport const jest = { ...vi, setTimeout: (ms: number) => vi.setConfig({ testTimeout: ms, hookTimeout: ms }) };\n",
);
const alias = {
  '@jest/globals': path.join(folder, 'jest.ts'),
  '@hapi/boom': library.resolve('@hapi/boom'),
  pino: library.resolve('pino'),
};
writeFileSync(
  path.join(folder, 'vitest.config.mjs'),
  `export default ${JSON.stringify({
    root: folder,
    resolve: { alias },
    test: {
      globals: true,
      include: ['src/__tests__/e2e/*.test-e2e.ts'],
      // Asks the provider's own site for its version.
      exclude: ['**/fetch-wa-web-version*'],
      fileParallelism: false,
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  })};\n`,
);

await using simulator = await startSimulator({ tls: 'auto', tlsDir: path.join(folder, 'tls') });
const child = spawn(
  process.execPath,
  [path.join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', path.join(folder, 'vitest.config.mjs')],
  {
    cwd: folder,
    stdio: 'inherit',
    env: {
      ...inheritedEnvironment(),
      SOCKET_URL: simulator.wsUrl.replace('ws:', 'wss:'),
      // The tests take whatever certificate they get; it holds for their process alone.
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
      CHATSTATE_TTL_SECS: '3',
    },
  },
);
process.exitCode = await new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
rmSync(folder, { recursive: true, force: true });
