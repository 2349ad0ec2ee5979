import { randomUUID } from 'node:crypto';
import { messageId, newId } from '@tiktickets/db';
import { cloneDatabase } from '@tiktickets/testkit';
import pino from 'pino';
import postgres, { type Sql } from 'postgres';
import { claimShards, type Fence, renewShards, shardCount, shardOf } from '../../src/channels/index.ts';
import { type Role, rolePermissions } from '../../src/contracts/index.ts';
import { type Context, channelContext, createKernel, type Kernel } from '../../src/kernel/index.ts';

export interface World extends AsyncDisposable {
  kernel: Kernel;
  /** Past every policy: for making rows and for looking at them. */
  owner: Sql;
  ownerUrl: string;
  appSecret: string;
  redisUrl: string | undefined;
}

export async function openWorld({ redisUrl }: { redisUrl?: string } = {}): Promise<World> {
  const clone = await cloneDatabase();
  const logger = pino({ level: 'silent' });
  const kernel = createKernel({
    name: 'test',
    databaseUrl: clone.ownerUrl,
    appSecret: clone.appSecret,
    redisUrl,
    logger,
  });
  const owner = postgres(clone.ownerUrl, { max: 4, onnotice: () => {} });
  return {
    kernel,
    owner,
    ownerUrl: clone.ownerUrl,
    appSecret: clone.appSecret,
    redisUrl,
    [Symbol.asyncDispose]: async () => {
      // Reads do not wait for their commit; closing under one waits out its whole time limit.
      await owner`select`;
      await kernel.close();
      await owner.end({ timeout: 2 });
      await clone.drop();
    },
  };
}

export interface ChannelFixture {
  ctx: Context;
  tenantId: string;
  channelId: string;
  queueId: string;
  /** A new conversation of the channel. */
  ticket(): Promise<string>;
  /** A queued message, written the way that sending does: the sequence under the ticket's lock. */
  queue(ticketId: string, options?: { priority?: number; body?: string }): Promise<string>;
  states(): Promise<string[]>;
}

/** A company of its own with one channel. `rateMs: 0` is no limit. */
export async function makeChannel(
  world: World,
  { rateMs = 0, burstMs = 2_000, desired = 'on' }: { rateMs?: number; burstMs?: number; desired?: string } = {},
): Promise<ChannelFixture> {
  const { owner } = world;
  const tenantId = newId();
  const channelId = newId();
  const queueId = newId();
  await owner`insert into tenants (id, name) values (${tenantId}, 'Loja')`;
  await owner`insert into queues (tenant_id, id, name, color) values (${tenantId}, ${queueId}, 'Suporte', '#1167d8')`;
  await owner`insert into channels (tenant_id, id, name, shard, queue_id, rate_ms, burst_ms, desired)
    values (${tenantId}, ${channelId}, 'Loja', ${shardOf(channelId)}, ${queueId}, ${rateMs}, ${burstMs}, ${desired})`;
  let number = 0;
  return {
    ctx: channelContext(world.kernel, tenantId, channelId),
    tenantId,
    channelId,
    queueId,
    ticket: async () => {
      const contactId = newId();
      const id = newId();
      number += 1;
      await owner`insert into contacts (tenant_id, id, name) values (${tenantId}, ${contactId}, 'Bia')`;
      await owner`insert into tickets (tenant_id, id, number, channel_id, contact_id, remote_chat, state, queue_id)
        values (${tenantId}, ${id}, ${number}, ${channelId}, ${contactId}, ${`${number}@lid`}, 'pending', ${queueId})`;
      return id;
    },
    queue: async (ticketId, { priority = 0, body = 'oi' } = {}) => {
      const id = messageId(Date.now());
      const remoteId = randomUUID().replaceAll('-', '').toUpperCase();
      await owner.begin(async (sql) => {
        const [ticket] = await sql<{ seq: number; chat: string }[]>`
          update tickets set outbound_seq = outbound_seq + 1, last_message_id = ${id}, last_direction = 'out', last_state = 'queued', rev = rev + 1
          where tenant_id = ${tenantId} and id = ${ticketId} returning outbound_seq::int as seq, remote_chat as chat`;
        await sql`insert into messages (tenant_id, id, ticket_id, channel_id, direction, kind, body, remote_chat, remote_id, from_me, state, seq, priority, sent_at)
          values (${tenantId}, ${id}, ${ticketId}, ${channelId}, 'out', 'text', ${body}, ${ticket?.chat ?? ''}, ${remoteId}, true, 'queued', ${ticket?.seq ?? 0}, ${priority}, now())`;
      });
      return id;
    },
    states: async () => {
      const rows = await owner<
        { state: string }[]
      >`select state from messages where tenant_id = ${tenantId} order by id`;
      return rows.map((row) => row.state);
    },
  };
}

/** A person of a company, with the rights of a role. */
export function personOf(world: World, role: Role, tenantId: string): Context {
  const userId = randomUUID();
  const viewer = { userId, queueIds: [], readUnqueued: false, readAll: role === 'admin' };
  const user = {
    userId,
    sessionId: randomUUID(),
    name: 'Ana',
    email: 'ana@example.com',
    role,
    permissions: rolePermissions[role],
    viewer,
  };
  return { kernel: world.kernel, tenantId, actor: { kind: 'user', ...user }, correlationId: randomUUID() };
}

/** Makes `workerId` the owner of the channel's shard, as a takeover would. */
export async function own(
  world: World,
  channelId: string,
  { workerId = randomUUID(), ttlMs = 60_000 } = {},
): Promise<Fence> {
  const shard = shardOf(channelId);
  await world.owner`update session_shards set lease_until = '-infinity' where shard = ${shard}`;
  await renewShards(world.kernel, { workerId, ttlMs, draining: false });
  const everyShard = Array.from({ length: shardCount }, (_, shard) => shard);
  const claimed = await claimShards(world.kernel, { workerId, ttlMs, shards: everyShard });
  const mine = claimed.find((held) => held.shard === shard);
  if (!mine) throw new Error('the shard could not be taken');
  return { ...mine, owner: workerId };
}
