import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  connectChannel,
  Fenced,
  type HealthTally,
  listChannels,
  listIncidents,
  reportHealth,
  reportPhase,
  sweepHealth,
  watchChannels,
} from '../../src/channels/index.ts';
import type { ChannelState } from '../../src/contracts/index.ts';
import type { Context } from '../../src/kernel/index.ts';
import { type ChannelFixture, makeChannel, openWorld, own, personOf, type World } from './fixture.ts';

let world: World;
let channel: ChannelFixture;
let admin: Context;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  channel = await makeChannel(world);
  admin = personOf(world, 'admin', channel.tenantId);
});

const quiet: HealthTally = {
  inbound: 0,
  outbound: 0,
  undecryptable: 0,
  refused: 0,
  lastInboundAtMs: null,
  lastOutboundAtMs: null,
};
const view = async () => {
  const [shown] = await listChannels(admin);
  if (!shown) throw new Error('the channel is not listed');
  return shown;
};
const kinds = async () => (await view()).alerts.map(({ kind }) => kind);
const report = async (state: ChannelState, reason: string | null = null) =>
  await reportPhase(channel.ctx, {
    channelId: channel.channelId,
    fence: await own(world, channel.channelId),
    report: { state, reason, qr: null, account: null },
  });
const tell = async (tally: Partial<HealthTally>) =>
  await reportHealth(channel.ctx, {
    channelId: channel.channelId,
    fence: await own(world, channel.channelId),
    tally: { ...quiet, ...tally },
  });
const incidents = () => listIncidents(admin, { id: channel.channelId });

describe('the health of a number', () => {
  it('adds up over the last day, and its instants never go back', async () => {
    const at = Date.UTC(2026, 10, 2, 12);
    await tell({ inbound: 2, undecryptable: 1, lastInboundAtMs: at });
    await tell({ outbound: 3, refused: 1, lastOutboundAtMs: at + 5, lastInboundAtMs: at - 60_000 });
    const { health } = await view();
    expect(health).toMatchObject({
      undecryptable: 1,
      refused: 1,
      reconnects: 0,
      ingestLagMs: 0,
      lastInboundAt: new Date(at).toISOString(),
      lastOutboundAt: new Date(at + 5).toISOString(),
    });
    await world.owner`update channel_hours set hour = hour - interval '25 hours' where channel_id = ${channel.channelId}`;
    expect((await view()).health).toMatchObject({ undecryptable: 0, refused: 0 });
  });

  it('is told by the owner of the session only', async () => {
    const fence = await own(world, channel.channelId);
    await own(world, channel.channelId);
    const late = reportHealth(channel.ctx, { channelId: channel.channelId, fence, tally: { ...quiet, inbound: 1 } });
    await expect(late).rejects.toBeInstanceOf(Fenced);
    expect(await world.owner`select from channel_hours where channel_id = ${channel.channelId}`).toEqual([]);
  });

  it('keeps each loss of the line as one incident, and counts the way back', async () => {
    await report('connected');
    await report('reconnecting', 'code_428');
    await report('reconnecting', 'unreachable');
    const [open] = await incidents();
    expect(open).toMatchObject({ state: 'reconnecting', reason: 'unreachable', endedAt: null });
    await report('connected');
    await report('reconnecting', 'restart_required');
    await report('connected');
    const all = await incidents();
    expect(all).toHaveLength(1);
    expect(all[0]?.endedAt).not.toBeNull();
    expect((await view()).health.reconnects).toBe(1);
  });

  it("is nobody else's business", async () => {
    const agent = personOf(world, 'agent', channel.tenantId);
    await expect(listIncidents(agent, { id: channel.channelId })).rejects.toMatchObject({ code: 'forbidden' });
    const foreign = personOf(world, 'admin', (await makeChannel(world)).tenantId);
    await expect(listIncidents(foreign, { id: channel.channelId })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('alerts', () => {
  it('open with the report that causes them and close with the one that ends them', async () => {
    await report('connected');
    expect(await kinds()).toEqual([]);
    await report('replaced', 'replaced');
    expect(await kinds()).toEqual(['replaced']);
    await connectChannel(admin, { id: channel.channelId });
    await report('connecting');
    expect(await kinds()).toEqual([]);
    const rows =
      await world.owner`select closed_at is not null as closed from channel_alerts where channel_id = ${channel.channelId}`;
    expect(rows).toEqual([{ closed: true }]);
  });

  it('open when a number stays away too long, once however many watch, and raise the revision', async () => {
    await report('connected');
    await report('reconnecting', 'code_428');
    await watchChannels(world.kernel);
    expect(await kinds()).toEqual([]);
    await world.owner`update channel_incidents set started_at = now() - interval '4 minutes' where channel_id = ${channel.channelId}`;
    const { rev } = await view();
    await Promise.all([watchChannels(world.kernel), watchChannels(world.kernel)]);
    expect(await kinds()).toEqual(['down']);
    expect((await view()).rev).toBeGreaterThan(rev);
    expect(await world.owner`select from channel_alerts where channel_id = ${channel.channelId}`).toHaveLength(1);
    await report('connected');
    expect(await kinds()).toEqual([]);
  });

  it('open for messages that cannot be read or are not shown, and for a restriction, and close by themselves', async () => {
    await report('connected');
    await tell({ undecryptable: 12 });
    await world.owner`insert into inbound_journal (tenant_id, id, channel_id, remote_chat, remote_id, from_me, envelope, content, received_at)
      values (${channel.tenantId}, gen_random_uuid(), ${channel.channelId}, '1@lid', 'A', false, '{}', 'x', now() - interval '2 minutes')`;
    await world.owner`update channels set restriction = 'new_chats', restricted_until = now() + interval '1 hour' where id = ${channel.channelId}`;
    await watchChannels(world.kernel);
    expect((await kinds()).toSorted()).toEqual(['lag', 'restricted', 'undecryptable']);
    expect((await view()).restriction?.kind).toBe('new_chats');
    await world.owner`update channels set restricted_until = now() - interval '1 second' where id = ${channel.channelId}`;
    await world.owner`update inbound_journal set ingested_at = now() where channel_id = ${channel.channelId}`;
    await world.owner`update channel_hours set hour = hour - interval '3 hours' where channel_id = ${channel.channelId}`;
    await watchChannels(world.kernel);
    expect(await kinds()).toEqual([]);
    expect(await view()).toMatchObject({ restriction: null });
  });

  it('name an old version instead of the connection that it costs', async () => {
    await report('reconnecting', 'client_outdated');
    expect(await kinds()).toEqual(['outdated']);
  });
});

it('what nobody looks at any more is swept', async () => {
  await tell({ inbound: 1 });
  await world.owner`update channel_hours set hour = hour - interval '9 days' where channel_id = ${channel.channelId}`;
  await report('reconnecting', 'code_428');
  await report('connected');
  await world.owner`update channel_incidents set ended_at = now() - interval '31 days' where channel_id = ${channel.channelId}`;
  expect(await sweepHealth(world.kernel)).toBe(2);
});
