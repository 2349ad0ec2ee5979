import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort, startPostgres } from '@tiktickets/services';
import { problemsOfCompose, problemsOfDockerClient } from './containers/compose.ts';
import { copyIntoContext, readStage } from './containers/dockerfile.ts';
import { inheritedEnvironment } from './env.ts';
import { startChild } from './start/child.ts';
import { waitUntilHealthy } from './start/reachability.ts';

/**
 * Checks the container files without a Docker engine: the compose file by its specification, and the Dockerfile by
 * replaying its build stage in an empty folder and starting web and worker from what it packed.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const composeFile = path.join(root, 'docker-compose.yml');
const problems = [...problemsOfCompose(composeFile), ...(problemsOfDockerClient(composeFile) ?? [])];
if (problems.length > 0) {
  console.error(`docker-compose.yml:\n${problems.join('\n')}`);
  process.exit(1);
}
console.log('docker-compose.yml follows the compose specification');

const workshop = mkdtempSync(path.join(tmpdir(), 'tiktickets-image-'));
try {
  const context = path.join(workshop, 'build');
  mkdirSync(context);
  replayBuild(context);
  await startPacked(path.join(context, 'runtime'));
  console.log('web and worker started from the packed production output, became healthy and stopped cleanly');
} finally {
  rmSync(workshop, { recursive: true, force: true });
}

function replayBuild(context: string): void {
  for (const step of readStage(path.join(root, 'Dockerfile'), 'build')) {
    if (step.kind === 'copy') {
      copyIntoContext({ root, context, step });
      continue;
    }
    // pnpm itself is here already.
    if (step.command.startsWith('npm install --global')) continue;
    console.log(`RUN ${step.command}`);
    // The same content was built before: turbo may answer from that cache, any difference makes it build again.
    const env = { ...inheritedEnvironment(), CI: 'true', TURBO_CACHE_DIR: path.join(root, '.turbo', 'cache') };
    const result = spawnSync('sh', ['-c', step.command], {
      cwd: context,
      env,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (result.status === 0) continue;
    console.error(`${result.stdout}\n${result.stderr}`.trim());
    throw new Error(`The build stage failed at: RUN ${step.command}`);
  }
}

async function startPacked(runtime: string): Promise<void> {
  await using database = await startPostgres({ dataDir: path.join(workshop, 'postgres') });
  const port = await findFreePort();
  const env = {
    ...inheritedEnvironment(),
    NODE_ENV: 'production',
    DATABASE_URL: database.url,
    APP_SECRET: 'only-for-this-check-only-for-this-check',
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: path.join(workshop, 'data'),
    DEMO: 'off',
  };
  await runToEnd(path.join(runtime, 'migrate.mjs'), env);
  const launch = (name: string, file: string) =>
    startChild({
      name,
      args: [file],
      cwd: runtime,
      env,
      logFile: path.join(workshop, `${name}.log`),
      stopTimeoutMs: 20_000,
      report: (line) => console.log(line),
    });
  const children = [launch('worker', 'apps/worker/dist/main.mjs'), launch('web', 'apps/web/dist/server.mjs')];
  const ended = Promise.race(children.map((child) => child.ended));
  const halt = new AbortController();
  const failure = ended.then((reason) => {
    halt.abort();
    throw new Error(reason);
  });
  try {
    const base = `http://127.0.0.1:${port}`;
    await Promise.race([waitUntilHealthy({ url: `${base}/health`, timeoutMs: 60_000, signal: halt.signal }), failure]);
    const page = await fetch(base);
    if (!page.ok) throw new Error(`The first page answered ${page.status}`);
  } finally {
    failure.catch(() => {});
    for (const child of children.toReversed()) await child.stop();
  }
}

function runToEnd(file: string, env: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file], { env, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${path.basename(file)} ended with code ${code}`)),
    );
  });
}
