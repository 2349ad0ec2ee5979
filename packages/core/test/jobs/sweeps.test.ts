import { randomUUID } from 'node:crypto';
import { describeBackends } from '@tiktickets/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  announceEvents,
  rollEventPartitions,
  sweepJournal,
  sweepLimits,
  sweepSessions,
  wakeLanes,
} from '../../src/kernel/jobs/index.ts';
import { type ChannelFixture, makeChannel, openWorld, type World } from '../channels/fixture.ts';

describeBackends('sweeps, each run twice', (backend) => {
  let world: World;
  let channel: ChannelFixture;
  const unlimited = new AbortController().signal;
  beforeAll(async () => {
    world = await openWorld({ redisUrl: backend.redisUrl });
  });
  afterAll(() => world[Symbol.asyncDispose]());
  beforeEach(async () => {
    channel = await makeChannel(world);
  });

  const heard = async (topic: 'lane' | 'feed', sweep: () => Promise<unknown>, expected: string) => {
    const seen: string[] = [];
    const stop = await world.kernel.bus.subscribe(topic, { onMessage: (payload) => seen.push(payload) });
    await sweep();
    await expect.poll(() => seen).toContain(expected);
    await sweep();
    await stop();
    return seen;
  };

  it('forgets old journal entries that were ingested, and nothing else', async () => {
    const insert = (name: string, receivedAt: string, ingested: boolean) => world.owner`
      insert into inbound_journal (tenant_id, id, channel_id, remote_chat, remote_id, from_me, envelope, content, received_at, ingested_at)
      values (${channel.tenantId}, ${randomUUID()}, ${channel.channelId}, '1@lid', ${name}, false, '{}', 'x', now() - ${receivedAt}::interval, ${ingested ? new Date() : null})`;
    await insert('old', '49 hours', true);
    await insert('old but waiting', '49 hours', false);
    await insert('young', '47 hours', true);
    expect(await sweepJournal(world.kernel, unlimited)).toBe(1);
    expect(await sweepJournal(world.kernel, unlimited)).toBe(0);
    const left = await world.owner<
      { remote_id: string }[]
    >`select remote_id from inbound_journal where tenant_id = ${channel.tenantId} order by 1`;
    expect(left.map((row) => row.remote_id)).toEqual(['old but waiting', 'young']);
  });

  it('forgets sessions and counters that are over', async () => {
    const userId = randomUUID();
    await world.owner`insert into users (tenant_id, id, email, name, password_hash, role) values (${channel.tenantId}, ${userId}, ${`${userId}@example.com`}, 'Ana', 'x', 'agent')`;
    const insert = (expires: string, revoked: string | null) => world.owner`
      insert into sessions (tenant_id, id, user_id, expires_at, revoked_at)
      values (${channel.tenantId}, ${randomUUID()}, ${userId}, now() + ${expires}::interval, now() + ${revoked}::interval)`;
    await insert('-2 days', null);
    await insert('5 days', '-2 days');
    await insert('5 days', null);
    expect(await sweepSessions(world.kernel, unlimited)).toBe(2);
    expect(await sweepSessions(world.kernel, unlimited)).toBe(0);
    await world.owner`insert into rate_limits (key, points, expire) values (${randomUUID()}, 1, ${Date.now() - 1000}), (${randomUUID()}, 1, ${Date.now() + 60_000})`;
    expect(await sweepLimits(world.kernel, unlimited)).toBe(1);
    expect(await sweepLimits(world.kernel, unlimited)).toBe(0);
  });

  it('makes the days of the feed log once', async () => {
    await rollEventPartitions(world.kernel);
    const days = () =>
      world.owner`select relname from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'events'::regclass order by 1`;
    const before = await days();
    expect(before.length).toBeGreaterThanOrEqual(4);
    await rollEventPartitions(world.kernel);
    expect(await days()).toEqual(before);
  });

  it('wakes lanes whose rows have waited too long, and only those', async () => {
    const ticket = await channel.ticket();
    const id = await channel.queue(ticket);
    const mine = `${channel.tenantId}:${channel.channelId}`;
    expect(await wakeLanes(world.kernel)).toBe(0);
    await world.owner`update messages set created_at = now() - interval '11 seconds' where id = ${id}`;
    await heard('lane', () => wakeLanes(world.kernel), mine);
    await world.owner`update messages set next_at = now() where id = ${id}`;
    expect(await wakeLanes(world.kernel)).toBe(0);
    await world.owner`update messages set next_at = null where id = ${id}`;
    await world.owner`update channels set desired = 'off' where id = ${channel.channelId}`;
    expect(await wakeLanes(world.kernel)).toBe(0);
  });

  it('wakes the feed of every company that works', async () => {
    const suspended = await makeChannel(world);
    await world.owner`update tenants set status = 'suspended' where id = ${suspended.tenantId}`;
    const seen = await heard('feed', () => announceEvents(world.kernel), channel.tenantId);
    expect(seen).not.toContain(suspended.tenantId);
  });
});
