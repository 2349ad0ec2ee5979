import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { shardOf } from '@tiktickets/core/channels';
import { rolePermissions } from '@tiktickets/core/contracts';
import { type Context, createKernel, createLogger, type Kernel } from '@tiktickets/core/kernel';
import { sendMessage } from '@tiktickets/core/messages';
import { acceptTicket } from '@tiktickets/core/tickets';
import { cloneDatabase, waitFor } from '@tiktickets/testkit';
import postgres, { type Sql } from 'postgres';
import { type RunningWorker, startWorker, type WorkerOptions } from '../../src/worker.ts';

/** An installation with one company, one agent and as many channels and workers as a test wants. */
export interface Installation extends AsyncDisposable {
  kernel: Kernel;
  owner: Sql;
  databaseUrl: string;
  appSecret: string;
  redisUrl: string | undefined;
  tenantId: string;
  agent: Context;
  admin: Context;
  channel(options?: { desired?: string; rateMs?: number }): Promise<string>;
  worker(options: Pick<WorkerOptions, 'driver'> & Partial<WorkerOptions>): Promise<RunningWorker>;
  /** The agent accepts what waits and answers. */
  answer(ticketId: string, body: string): Promise<{ id: string }>;
}

export const testLogLevel = process.env.TEST_LOG_LEVEL ?? 'silent';

export async function openInstallation({
  redisUrl,
  database,
  mediaDir: givenDir,
}: {
  redisUrl?: string;
  /** Where files are kept; without it in a folder that goes with the installation. */
  mediaDir?: string;
  database?: { ownerUrl: string; appSecret: string; drop(): Promise<void> };
} = {}): Promise<Installation> {
  const clone = database ?? (await cloneDatabase());
  const { ownerUrl: databaseUrl, appSecret } = clone;
  const mediaDir = givenDir ?? (await mkdtemp(path.join(tmpdir(), 'tiktickets-media-')));
  const logger = createLogger({ name: 'test', level: testLogLevel });
  const open = (): Kernel => createKernel({ name: 'test', databaseUrl, appSecret, redisUrl, logger, mediaDir });
  const kernel = open();
  const owner = postgres(databaseUrl, { max: 4, onnotice: () => {} });
  const [tenantId, queueId, userId] = [randomUUID(), randomUUID(), randomUUID()];
  await owner`insert into tenants (id, name) values (${tenantId}, 'Loja')`;
  await owner`insert into queues (tenant_id, id, name, color) values (${tenantId}, ${queueId}, 'Suporte', '#1167d8')`;
  await owner`insert into users (tenant_id, id, email, name, password_hash, role) values (${tenantId}, ${userId}, ${`${userId}@example.com`}, 'Ana', 'x', 'admin')`;
  const as = (role: 'agent' | 'admin'): Context => {
    const viewer = { userId, queueIds: [queueId], readUnqueued: false, readAll: role === 'admin' };
    const person = {
      userId,
      sessionId: randomUUID(),
      name: 'Ana',
      email: 'ana@example.com',
      role,
      permissions: rolePermissions[role],
      viewer,
    };
    return { kernel, tenantId, actor: { kind: 'user', ...person }, correlationId: randomUUID() };
  };
  const agent = as('agent');
  const workers: { worker: RunningWorker; kernel: Kernel }[] = [];
  return {
    kernel,
    owner,
    databaseUrl,
    appSecret,
    redisUrl,
    tenantId,
    agent,
    admin: as('admin'),
    channel: async ({ desired = 'on', rateMs = 0 } = {}) => {
      const id = randomUUID();
      await owner`insert into channels (tenant_id, id, name, shard, queue_id, desired, rate_ms)
        values (${tenantId}, ${id}, 'Loja', ${shardOf(id)}, ${queueId}, ${desired}, ${rateMs})`;
      return id;
    },
    worker: async (options) => {
      const own = open();
      const worker = await startWorker({
        kernel: own,
        databaseUrl,
        redisUrl,
        leaseTtlMs: 3_000,
        scanMs: 1_000,
        ...options,
      });
      workers.push({ worker, kernel: own });
      return worker;
    },
    answer: async (ticketId, body) => {
      const [ticket] = await owner<{ state: string }[]>`select state from tickets where id = ${ticketId}`;
      if (ticket?.state === 'pending') await acceptTicket(agent, { id: ticketId });
      return sendMessage(agent, { ticketId, clientId: randomUUID(), body });
    },
    [Symbol.asyncDispose]: async () => {
      for (const { worker, kernel: own } of workers) {
        await worker.stop();
        await own.close();
      }
      await owner`select`;
      await kernel.close();
      await owner.end({ timeout: 2 });
      await clone.drop();
      if (!givenDir) await rm(mediaDir, { recursive: true, force: true });
    },
  };
}

/** The stored state of a channel, once it is `state`. */
export const untilState = (installation: Installation, channelId: string, state: string, timeoutMs = 15_000) =>
  waitFor(
    async () => {
      const [row] = await installation.owner<
        { state: string; qr: string | null; phone: string | null; desired: string }[]
      >`
        select state, qr, phone, desired from channels where id = ${channelId}`;
      if (row?.state !== state) throw new Error(`the channel is ${row?.state}`);
      return row;
    },
    { what: `the channel to be ${state}`, timeoutMs },
  );
