import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { shardOf } from '@tiktickets/core/channels';
import { migrate } from '@tiktickets/db/migrate';
import { startPostgres } from '@tiktickets/services';
import { createSimulatorClient, type SimulatorClient } from '@tiktickets/wbot/simulator-client';
import postgres, { type Sql } from 'postgres';
import { processorOf } from './processor.ts';
import { type Answer, type FromHost, phoneOf, type Request } from './protocol.ts';

const appSecret = 'a secret for the benchmark, which lives for minutes';
/** What `npm start` gives a worker (`scripts/start/environment.ts`), beside the arenas of malloc. */
const workerFlags = ['--max-semi-space-size=4'];
/** `WBOT_PROFILE=folder` leaves a profile of each process with sessions there. */
const profileFlags = process.env.WBOT_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.WBOT_PROFILE}`] : [];
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The process with the sessions. */
export interface Host {
  ask(request: Request): Promise<Answer>;
  stop(): Promise<void>;
}

/** PostgreSQL, the simulator in a process of its own, a company with so many numbers. */
export interface Network extends AsyncDisposable {
  simulator: SimulatorClient;
  owner: Sql;
  /** `isSoak`: every connection counts as stable, so that drops one after the other meet no growing pause. */
  host(options?: { isSoak: boolean }): Promise<Host>;
  /** Milliseconds of processor that the simulator and PostgreSQL have used so far. */
  processor(): Promise<{ simulator: number; postgres: number }>;
}

async function startSimulatorProcess(): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [path.join(root, 'packages/wbot/src/simulator/main.ts')], {
    env: { PATH: process.env.PATH, SIMULATOR_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of child.stdout) {
    output += chunk;
    const url = /ready at (\S+)/.exec(output)?.[1];
    if (url) return { url, child };
  }
  throw new Error(`the simulator did not start: ${output}`);
}

export async function openNetwork(numbers: number): Promise<Network> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tiktickets-bench-'));
  const server = await startPostgres({ dataDir: path.join(folder, 'postgres') });
  await migrate(server.url, { appSecret });
  const owner = postgres(server.url, { max: 1, onnotice: () => {} });
  const tenantId = randomUUID();
  await owner`insert into tenants (id, name) values (${tenantId}, 'Loja')`;
  for (let n = 0; n < numbers; n += 1) {
    const id = randomUUID();
    await owner`insert into channels (tenant_id, id, name, shard, desired)
      values (${tenantId}, ${id}, ${String(n).padStart(4, '0')}, ${shardOf(id)}, 'on')`;
  }
  const network = await startSimulatorProcess();
  const simulator = createSimulatorClient(network.url);
  const environment = {
    PATH: process.env.PATH,
    MALLOC_ARENA_MAX: '2',
    DATABASE_URL: server.url,
    APP_SECRET: appSecret,
    WA_WS_URL: `${network.url.replace('http', 'ws')}/ws/chat`,
  };
  const postmaster = Number.parseInt(await readFile(path.join(folder, 'postgres/cluster/postmaster.pid'), 'utf8'), 10);
  return {
    simulator,
    owner,
    processor: async () => ({
      simulator: await processorOf(network.child.pid ?? 0),
      postgres: await processorOf(postmaster),
    }),
    host: async ({ isSoak } = { isSoak: false }) => {
      await owner`update session_shards set owner = null, lease_until = '-infinity'`;
      return await startHost({ ...environment, WBOT_SOAK: isSoak ? 'on' : undefined }, simulator);
    },
    [Symbol.asyncDispose]: async () => {
      network.child.kill('SIGTERM');
      await owner.end();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startHost(environment: NodeJS.ProcessEnv, simulator: SimulatorClient): Promise<Host> {
  const script = fileURLToPath(new URL('./host.ts', import.meta.url));
  const child = spawn(process.execPath, [...workerFlags, ...profileFlags, '--expose-gc', script], {
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const scanned = new Set<string>();
  let turn = Promise.withResolvers<Answer>();
  const ready = turn.promise;
  child.on('message', (message: FromHost) => {
    if ('answer' in message) turn.resolve(message.answer);
    else if ('failure' in message) turn.reject(new Error(message.failure));
    else if (!scanned.has(message.qr)) {
      scanned.add(message.qr);
      simulator.scan(phoneOf(message.session), { qr: message.qr, name: 'Loja' }).catch(turn.reject);
    }
  });
  child.once('exit', (code) => turn.reject(new Error(`the process of the sessions ended with ${code}`)));
  await ready;
  return {
    ask: async (request) => {
      turn = Promise.withResolvers();
      child.send(request);
      return await turn.promise;
    },
    stop: async () => {
      turn.promise.catch(() => {});
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}
