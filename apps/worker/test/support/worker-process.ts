import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@tiktickets/testkit';
import type { Installation } from './company.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const fakeMain = fileURLToPath(new URL('./fake-worker.ts', import.meta.url));

export interface WorkerProcess {
  pid: number;
  /** What it logged so far, one JSON line each. */
  log(): string;
  signal(name: NodeJS.Signals): void;
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** A real worker, as production runs it. Resolves when it says that it is ready. */
export async function spawnWorker(
  installation: Pick<Installation, 'databaseUrl' | 'appSecret' | 'redisUrl'>,
  { wsUrl, env = {} }: { wsUrl: string; env?: Record<string, string> },
): Promise<WorkerProcess> {
  const child = launch({
    DATABASE_URL: installation.databaseUrl,
    APP_SECRET: installation.appSecret,
    ...(installation.redisUrl && { REDIS_URL: installation.redisUrl }),
    WA_WS_URL: wsUrl,
    LEASE_TTL_MS: '3000',
    ...env,
  });
  await waitFor(() => child.log().includes('worker is ready') || child.exited(), {
    what: 'the worker to be ready',
    timeoutMs: 30_000,
  });
  if (child.exited()) throw new Error(`the worker ended: ${child.log()}`);
  return child;
}

/** A real worker process whose sessions have no network: they cost nothing, so that there can be many. */
export async function spawnFakeWorker(
  { databaseUrl, appSecret }: Pick<Installation, 'databaseUrl' | 'appSecret'>,
  leaseTtlMs: number,
): Promise<WorkerProcess> {
  const env = { DATABASE_URL: databaseUrl, APP_SECRET: appSecret, LEASE_TTL_MS: String(leaseTtlMs) };
  const child = launch(env, fakeMain);
  await waitFor(() => child.log().includes('worker is ready') || child.exited(), { timeoutMs: 30_000 });
  if (child.exited()) throw new Error(`the worker ended: ${child.log()}`);
  return child;
}

export function launch(env: Record<string, string>, script = main): WorkerProcess & { exited(): boolean } {
  const child: ChildProcess = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let isOver = false;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => {
      isOver = true;
      resolve({ code, signal });
    });
  });
  const { pid = 0 } = child;
  return { pid, log: () => output, signal: (name) => void child.kill(name), ended, exited: () => isOver };
}
