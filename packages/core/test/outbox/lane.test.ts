import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Fence, Fenced } from '../../src/channels/index.ts';
import { claimNext, recordFailure, resumeLane } from '../../src/outbox/index.ts';
import { rateJitter } from '../../src/outbox/rules.ts';
import { type ChannelFixture, makeChannel, openWorld, own, type World } from '../channels/fixture.ts';

let world: World;
let channel: ChannelFixture;
let fence: Fence;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  channel = await makeChannel(world);
  fence = await own(world, channel.channelId);
});

const claim = (random = 0.5) => claimNext(channel.ctx, { channelId: channel.channelId, fence, random });
const claimed = async () => {
  const { message } = await claim();
  if (!message) throw new Error('nothing was claimed');
  return message;
};
const acknowledge = (id: string) =>
  world.owner`update messages set state = 'sent' where id = ${id} and state <> 'failed'`;
const overdue = (id: string) => world.owner`update messages set next_at = now() - interval '1 ms' where id = ${id}`;
const row = async (id: string) => {
  const [found] = await world.owner<
    { state: string; attempts: number; failure: string | null; rev: number; wait: number | null }[]
  >`
    select state, attempts, failure, rev::int, extract(epoch from next_at - now())::float8 as wait from messages where id = ${id}`;
  return found;
};

describe('claiming', () => {
  it('takes the oldest first, one conversation after the other, and ends when nothing is open', async () => {
    const [a, b] = [await channel.ticket(), await channel.ticket()];
    const ids = [await channel.queue(a), await channel.queue(b), await channel.queue(a)];
    for (const id of ids) expect((await claimed()).id).toBe(id);
    for (const id of ids) await acknowledge(id);
    expect(await claim()).toEqual({ message: null, waitMs: null });
  });

  it('sends agents before bots before campaigns, but never overtakes inside a conversation', async () => {
    const [a, b] = [await channel.ticket(), await channel.ticket()];
    const campaign = await channel.queue(a, { priority: 2 });
    const behind = await channel.queue(a, { priority: 0 });
    const agent = await channel.queue(b, { priority: 0 });
    expect((await claimed()).id).toBe(agent);
    expect((await claimed()).id).toBe(campaign);
    expect((await claimed()).id).toBe(behind);
  });

  it('shows the change: revision, ticket and event', async () => {
    const ticket = await channel.ticket();
    const id = await channel.queue(ticket);
    await claimed();
    expect(await row(id)).toMatchObject({ state: 'sending', attempts: 1, rev: 2 });
    const [shown] = await world.owner`select last_state, rev::int from tickets where id = ${ticket}`;
    expect(shown).toEqual({ last_state: 'sending', rev: 3 });
    const events = await world.owner`select entity_id, message_ids from events where tenant_id = ${channel.tenantId}`;
    expect(events).toEqual([{ entity_id: ticket, message_ids: [id] }]);
  });

  it('is refused without the lease, and when the lease has run out', async () => {
    await channel.queue(await channel.ticket());
    const old = fence;
    fence = await own(world, channel.channelId);
    await expect(claimNext(channel.ctx, { channelId: channel.channelId, fence: old })).rejects.toBeInstanceOf(Fenced);
    await world.owner`update session_shards set lease_until = now() - interval '1 ms' where shard = ${fence.shard}`;
    await expect(claim()).rejects.toBeInstanceOf(Fenced);
    expect(await channel.states()).toEqual(['queued']);
  });

  it('sees nothing of another company, whatever the ids say', async () => {
    const other = await makeChannel(world);
    await other.queue(await other.ticket());
    const foreign = { channelId: other.channelId, fence: await own(world, other.channelId) };
    expect(await claimNext(channel.ctx, foreign)).toEqual({ message: null, waitMs: null });
  });
});

describe('what was written and not yet acknowledged', () => {
  it('holds nobody up on the same connection', async () => {
    const ticket = await channel.ticket();
    await channel.queue(ticket);
    const second = await channel.queue(ticket);
    await claimed();
    expect((await claimed()).id).toBe(second);
  });

  it('goes again first, under its own id, when the acknowledgement is overdue', async () => {
    const ticket = await channel.ticket();
    const first = await channel.queue(ticket);
    const { remoteId } = await claimed();
    await channel.queue(ticket);
    await channel.queue(await channel.ticket());
    await overdue(first);
    expect(await claimed()).toMatchObject({ id: first, remoteId, attempts: 2 });
  });

  it('goes again, in order, on a new connection, and that try does not count', async () => {
    const ticket = await channel.ticket();
    const ids = [await channel.queue(ticket), await channel.queue(ticket), await channel.queue(ticket)];
    await claimed();
    await claimed();
    expect(await resumeLane(channel.ctx, { channelId: channel.channelId, fence })).toBe(2);
    for (const id of ids) expect(await claimed()).toMatchObject({ id, attempts: 1 });
  });

  it('counts the try of a process that died over it', async () => {
    const id = await channel.queue(await channel.ticket());
    await claimed();
    fence = await own(world, channel.channelId);
    await resumeLane(channel.ctx, { channelId: channel.channelId, fence });
    expect(await claimed()).toMatchObject({ id, attempts: 2 });
    const lost = { ...fence, epoch: fence.epoch - 1 };
    await expect(resumeLane(channel.ctx, { channelId: channel.channelId, fence: lost })).rejects.toBeInstanceOf(Fenced);
  });
});

describe('a failed try', () => {
  it('keeps the row for later, and only its own conversation waits', async () => {
    const [a, b] = [await channel.ticket(), await channel.ticket()];
    const poison = await channel.queue(a);
    await channel.queue(a);
    const other = await channel.queue(b);
    const message = await claimed();
    await recordFailure(channel.ctx, { fence, message, failure: { scope: 'row', code: 'odd' } });
    expect(await row(poison)).toMatchObject({ state: 'queued', attempts: 1, failure: null, rev: 3 });
    expect((await claimed()).id).toBe(other);
    await acknowledge(other);
    const { message: none, waitMs } = await claim();
    expect(none).toBeNull();
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(500);
  });

  it('gives the row up after five, says why, and lets the conversation go on', async () => {
    const ticket = await channel.ticket();
    const poison = await channel.queue(ticket);
    const next = await channel.queue(ticket);
    for (let n = 1; n <= 5; n += 1) {
      const message = await claimed();
      expect(message).toMatchObject({ id: poison, attempts: n });
      await recordFailure(channel.ctx, { fence, message, failure: { scope: 'row', code: 'odd' } });
      await world.owner`update messages set next_at = null where id = ${poison} and state = 'queued'`;
    }
    expect(await row(poison)).toMatchObject({ state: 'failed', failure: 'send_failed' });
    expect((await claimed()).id).toBe(next);
  });

  it('shows a failed last message on its ticket', async () => {
    const ticket = await channel.ticket();
    await channel.queue(ticket);
    const message = await claimed();
    await recordFailure(channel.ctx, { fence, message, failure: { scope: 'permanent', code: 'not_on_whatsapp' } });
    const [shown] = await world.owner`select last_state from tickets where id = ${ticket}`;
    expect(shown).toEqual({ last_state: 'failed' });
  });

  it('never takes back what the server acknowledged meanwhile', async () => {
    const id = await channel.queue(await channel.ticket());
    const message = await claimed();
    await acknowledge(id);
    await recordFailure(channel.ctx, { fence, message, failure: { scope: 'channel', code: 'timeout' } });
    expect(await row(id)).toMatchObject({ state: 'sent' });
  });

  it('is not recorded by a process that lost the channel', async () => {
    const id = await channel.queue(await channel.ticket());
    const message = await claimed();
    const old = fence;
    fence = await own(world, channel.channelId);
    const late = recordFailure(channel.ctx, { fence: old, message, failure: { scope: 'permanent', code: 'odd' } });
    await expect(late).rejects.toBeInstanceOf(Fenced);
    expect(await row(id)).toMatchObject({ state: 'sending' });
  });
});

describe('the rate budget', () => {
  it('spends the burst at once, then one message per interval, and tells how long to wait', async () => {
    channel = await makeChannel(world, { rateMs: 60_000, burstMs: 120_000 });
    fence = await own(world, channel.channelId);
    for (let n = 0; n < 6; n += 1) await channel.queue(await channel.ticket());
    for (let n = 0; n < 3; n += 1) await claimed();
    const { message, waitMs } = await claim();
    expect(message).toBeNull();
    expect(waitMs).toBeGreaterThan(50_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
  });

  it('varies the price of a message by a quarter, so that no rhythm shows, and keeps its average', async () => {
    expect([rateJitter(0), rateJitter(0.5), rateJitter(1)]).toEqual([0.75, 1, 1.25]);
    for (const [random, shortestMs, longestMs] of [
      [0, 40_000, 45_000],
      [0.999, 70_000, 75_000],
    ] as const) {
      channel = await makeChannel(world, { rateMs: 60_000, burstMs: 0 });
      fence = await own(world, channel.channelId);
      await channel.queue(await channel.ticket());
      await channel.queue(await channel.ticket());
      await claim(random);
      const { waitMs } = await claim(random);
      expect(waitMs).toBeGreaterThan(shortestMs);
      expect(waitMs).toBeLessThanOrEqual(longestMs);
    }
  });

  it('is not spent by a lane without work, and chooses the row after the wait', async () => {
    channel = await makeChannel(world, { rateMs: 60_000, burstMs: 0 });
    fence = await own(world, channel.channelId);
    await claim();
    await channel.queue(await channel.ticket(), { priority: 1 });
    await claimed();
    await channel.queue(await channel.ticket(), { priority: 1 });
    expect((await claim()).message).toBeNull();
    const urgent = await channel.queue(await channel.ticket());
    await world.owner`update channels set tat = now() where id = ${channel.channelId}`;
    expect((await claimed()).id).toBe(urgent);
  });
});

describe('many writers', () => {
  it('keep the order of each conversation', async () => {
    const tickets = [await channel.ticket(), await channel.ticket(), await channel.ticket()];
    await Promise.all(Array.from({ length: 60 }, (_, n) => channel.queue(tickets[n % 3] ?? '')));
    const sent = new Map<string, number[]>();
    for (let n = 0; n < 60; n += 1) {
      const message = await claimed();
      const [place] = await world.owner<{ seq: number }[]>`select seq::int from messages where id = ${message.id}`;
      sent.set(message.ticketId, [...(sent.get(message.ticketId) ?? []), place?.seq ?? 0]);
    }
    for (const order of sent.values()) expect(order).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });
});
