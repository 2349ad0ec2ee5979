import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEdge, type Edge } from '@tiktickets/api';
import { createKernel, createLogger, type Kernel, type UserContext } from '@tiktickets/core/kernel';
import { readSession } from '@tiktickets/core/team';
import { newId } from '@tiktickets/db';
import { migrate } from '@tiktickets/db/migrate';
import { ensureRedis, startPostgres, startRedis } from '@tiktickets/services';
import postgres, { type Sql } from 'postgres';
import { fill, type Scale } from './data.ts';

const appSecret = 'a secret for the benchmark, which lives for minutes';

/** A database filled to `scale`, and on it the kernel and the edge as a web process has them. */
export interface World extends AsyncDisposable {
  kernel: Kernel;
  edge: Edge;
  url: string;
  owner: Sql;
  tenantId: string;
  channelId: string;
  people: UserContext[];
}

export async function openWorld({ scale, redis }: { scale: Scale; redis: boolean }): Promise<World> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tiktickets-bench-'));
  const server = await startPostgres({ dataDir: path.join(dataDir, 'postgres') });
  if (redis) await ensureRedis();
  const cache = redis ? await startRedis({ dataDir: path.join(dataDir, 'redis') }) : null;
  await migrate(server.url, { appSecret });
  const owner = postgres(server.url, { max: 4, onnotice: () => {} });
  const tenantId = newId();
  await fill(owner, tenantId, scale);
  const kernel = createKernel({
    name: 'bench',
    databaseUrl: server.url,
    redisUrl: cache?.url,
    appSecret,
    logger: createLogger({ name: 'bench', level: 'error' }),
  });
  const sessions = await owner<
    { id: string }[]
  >`select id from sessions where tenant_id = ${tenantId} order by user_id`;
  const people = (await Promise.all(sessions.map(({ id }) => readSession(kernel, id)))).filter((user) => user !== null);
  const [channel] = await owner<{ id: string }[]>`select id from channels where tenant_id = ${tenantId}`;
  const http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const sessionIdOf = async (req: IncomingMessage): Promise<string | null> =>
    /sid=([\w-]+)/.exec(req.headers.cookie ?? '')?.[1] ?? null;
  const edge = await createEdge({ kernel, demo: null, publicUrl: url, sessionIdOf });
  http.on('request', (req, res) => void edge.handleHttp(req, res));
  http.on('upgrade', (req, socket, head) => void edge.handleUpgrade(req, socket, head));
  return {
    kernel,
    edge,
    url,
    owner,
    tenantId,
    channelId: channel?.id ?? '',
    people,
    [Symbol.asyncDispose]: async () => {
      await edge.close();
      http.closeAllConnections();
      http.close();
      await kernel.close();
      await owner.end();
      await cache?.stop();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
