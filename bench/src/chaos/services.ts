import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { migrate } from '@tiktickets/db/migrate';
import { findRedis, type RunningPostgres, type RunningRedis, startPostgres, startRedis } from '@tiktickets/services';

/** A server that the run may kill, freeze and start again at its old address. */
export interface Service {
  readonly url: string;
  /** Ends it with -9 and starts it again after `awayMs`. */
  kill(awayMs: number): Promise<void>;
  /** Stops every process of it for a while; its connections stay open and silent. */
  freeze(forMs: number): Promise<void>;
  stop(): Promise<void>;
}

/** A process and all below it. */
function family(pid: number): number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const members = [pid];
  for (const member of members)
    for (const [child, parent] of pairs) if (parent === member && child) members.push(child);
  return members;
}

/** To some; those that have ended meanwhile need no signal. */
function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // Gone already.
    }
  }
}

async function freeze(pid: number, forMs: number): Promise<void> {
  const pids = family(pid);
  signal(pids, 'SIGSTOP');
  await delay(forMs);
  signal(pids.toReversed(), 'SIGCONT');
}

/** What -9 leaves behind needs a moment to be cleared away before the same port and folder are free again. */
async function startAgain<T>(start: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      return await start();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(250);
    }
  }
}

export async function openPostgres(dataDir: string, appSecret: string): Promise<Service> {
  const folder = path.join(dataDir, 'postgres');
  let server: RunningPostgres = await startPostgres({ dataDir: folder });
  const { url, port } = server;
  await migrate(url, { appSecret });
  return {
    url,
    kill: async (awayMs) => {
      signal([server.pid], 'SIGKILL');
      await delay(awayMs);
      server = await startAgain(() => startPostgres({ dataDir: folder, port }));
    },
    freeze: (forMs) => freeze(server.pid, forMs),
    stop: () => server.stop(),
  };
}

/** Null where no server is on PATH. */
export async function openRedis(dataDir: string): Promise<(Service & { empty(awayMs: number): Promise<void> }) | null> {
  if (findRedis() === null) return null;
  const folder = path.join(dataDir, 'redis');
  let server: RunningRedis = await startRedis({ dataDir: folder });
  const { url, port, password } = server;
  const again = async (): Promise<void> => {
    server = await startAgain(() => startRedis({ dataDir: folder, port, password }));
  };
  const kill = async (awayMs: number, meanwhile: () => void): Promise<void> => {
    signal([server.pid], 'SIGKILL');
    await delay(awayMs);
    meanwhile();
    await again();
  };
  return {
    url,
    kill: (awayMs) => kill(awayMs, () => {}),
    empty: (awayMs) => kill(awayMs, () => rmSync(folder, { recursive: true, force: true })),
    freeze: (forMs) => freeze(server.pid, forMs),
    stop: () => server.stop(),
  };
}
