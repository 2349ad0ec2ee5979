import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { canInstallPackages, installPackages } from './apt.ts';
import { findFreePort, findOnPath, waitForExit } from './processes.ts';

export interface StartRedisOptions {
  /** Kept between runs with an append-only file; without it nothing is written to disk and all is gone on stop. */
  dataDir?: string;
  port?: number;
}

export interface RunningRedis extends AsyncDisposable {
  url: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}

const startTimeoutMs = 20_000;

/** Path of a Valkey or Redis server on PATH, or null. */
export function findRedis(): string | null {
  return findOnPath(['valkey-server', 'redis-server']);
}

/** As findRedis, but installs Debian's redis-server where that is possible. `reason` says why there is none. */
export function ensureRedis(): { path: string } | { path: null; reason: string } {
  const found = findRedis();
  if (found !== null) return { path: found };
  if (!canInstallPackages()) return { path: null, reason: 'no valkey-server or redis-server on PATH' };
  const failure = installPackages(['redis-server']);
  const installed = findRedis();
  if (installed !== null) return { path: installed };
  return { path: null, reason: `redis-server could not be installed: ${failure ?? 'not on PATH afterwards'}` };
}

/** Starts a Redis-compatible server on the loopback interface with a generated password. */
export async function startRedis(options: StartRedisOptions = {}): Promise<RunningRedis> {
  const server = findRedis();
  if (server === null) throw new Error('No valkey-server or redis-server on PATH; set REDIS_URL to a running server');
  const port = options.port ?? (await findFreePort());
  const password = randomBytes(18).toString('base64url');
  const isEphemeral = options.dataDir === undefined;
  const dataDir =
    options.dataDir === undefined
      ? mkdtempSync(path.join(tmpdir(), 'tiktickets-redis-'))
      : path.resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const settings = [
    ...['--bind', '127.0.0.1', '--port', String(port), '--dir', dataDir, '--maxmemory-policy', 'noeviction'],
    ...(isEphemeral ? ['--save', '', '--appendonly', 'no'] : ['--appendonly', 'yes']),
  ];
  // The password goes by stdin: arguments are visible to every user of the machine.
  const child = spawn(server, ['-', ...settings], { detached: true, stdio: ['pipe', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const failed = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code) => resolve(`exit code ${code} ${output.trim()}`));
  });
  child.stdin.end(`requirepass ${password}\n`);
  const failure = await Promise.race([failed, whenAnswering(port)]);
  const { pid } = child;
  if (failure !== null || pid === undefined)
    throw new Error(`${path.basename(server)} could not be started: ${failure}`);
  child.unref();

  const stop = async () => {
    child.kill('SIGTERM');
    if (!(await waitForExit(pid, 10_000))) child.kill('SIGKILL');
    if (isEphemeral) rmSync(dataDir, { recursive: true, force: true });
  };
  return { url: `redis://:${password}@127.0.0.1:${port}`, port, pid, stop, [Symbol.asyncDispose]: stop };
}

async function whenAnswering(port: number): Promise<string | null> {
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline) {
    if (await answers(port)) return null;
    await delay(20);
  }
  return `no answer within ${startTimeoutMs / 1000} s`;
}

/** Any reply to PING will do: without the password it is an error reply, which proves the server is up. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const finish = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('data', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('close', () => resolve(false));
  });
}
