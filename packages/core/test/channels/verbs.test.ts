import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  channelViews,
  connectChannel,
  createChannel,
  disconnectChannel,
  Fenced,
  listChannels,
  logoutChannel,
  ownedChannels,
  reportCaughtUp,
  reportLoggedOut,
  reportPhase,
  shardOf,
} from '../../src/channels/index.ts';
import { channelViewSchema, type Role } from '../../src/contracts/index.ts';
import { type Context, read } from '../../src/kernel/index.ts';
import { type ChannelFixture, makeChannel, openWorld, own, personOf, type World } from './fixture.ts';

let world: World;
let channel: ChannelFixture;
let admin: Context;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  channel = await makeChannel(world, { desired: 'off' });
  admin = as('admin', channel.tenantId);
});

const as = (role: Role, tenantId: string): Context => personOf(world, role, tenantId);
const id = () => ({ id: channel.channelId });
const stored = async () => {
  const [row] =
    await world.owner`select desired, state, qr, phone, lid, profile_name, rev::int from channels where id = ${channel.channelId}`;
  return row;
};
const events = () =>
  world.owner`select from events where tenant_id = ${channel.tenantId} and entity_id = ${channel.channelId}`;
const audits = async () => {
  const rows = await world.owner<
    { action: string }[]
  >`select action from audit where tenant_id = ${channel.tenantId} order by at, id`;
  return rows.map((row) => row.action);
};

describe('what an admin does to channels', () => {
  it('creates one on a shard of its id, in a queue of the company, and lists it', async () => {
    const created = await createChannel(admin, { name: '  Vendas ', queueId: channel.queueId });
    expect(channelViewSchema.parse(created)).toMatchObject({
      name: 'Vendas',
      state: 'disconnected',
      queue: { name: 'Suporte' },
    });
    const [row] = await world.owner`select shard, desired from channels where id = ${created.id}`;
    expect(row).toEqual({ shard: shardOf(created.id), desired: 'off' });
    expect((await listChannels(admin)).map((view) => view.id)).toEqual([channel.channelId, created.id]);
    expect(await audits()).toEqual(['channel.created']);
  });

  it('asks for connect, disconnect and logout, each once in audit and feed however often it is asked', async () => {
    await connectChannel(admin, id());
    const view = await connectChannel(admin, id());
    expect(view.id).toBe(channel.channelId);
    expect(await stored()).toMatchObject({ desired: 'on' });
    await disconnectChannel(admin, id());
    expect(await stored()).toMatchObject({ desired: 'off' });
    await logoutChannel(admin, id());
    expect(await stored()).toMatchObject({ desired: 'logout' });
    expect(await audits()).toEqual(['channel.connect', 'channel.disconnect', 'channel.logout']);
    expect(await events()).toHaveLength(3);
  });

  it('wakes the owner of the session after the commit', async () => {
    const heard: string[] = [];
    const stop = await world.kernel.bus.subscribe('channels', { onMessage: (payload) => heard.push(payload) });
    await connectChannel(admin, id());
    await expect.poll(() => heard).toEqual([`${channel.tenantId}:${channel.channelId}`]);
    await stop();
  });

  it('is refused to agents and supervisors', async () => {
    for (const role of ['agent', 'supervisor'] as const) {
      const ctx = as(role, channel.tenantId);
      const tries = [
        () => listChannels(ctx),
        () => createChannel(ctx, { name: 'x' }),
        () => connectChannel(ctx, id()),
        () => disconnectChannel(ctx, id()),
        () => logoutChannel(ctx, id()),
      ];
      for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await stored()).toMatchObject({ desired: 'off' });
  });

  it('is not found by another company, as channel or as queue', async () => {
    const foreign = as('admin', (await makeChannel(world)).tenantId);
    for (const verb of [connectChannel, disconnectChannel, logoutChannel]) {
      await expect(verb(foreign, id())).rejects.toMatchObject({ code: 'not-found' });
    }
    await expect(createChannel(foreign, { name: 'x', queueId: channel.queueId })).rejects.toMatchObject({
      code: 'not-found',
      field: 'queueId',
    });
    expect((await listChannels(foreign)).map((view) => view.id)).not.toContain(channel.channelId);
    expect(await stored()).toMatchObject({ desired: 'off' });
  });
});

describe('what a session reports', () => {
  const account = { phone: '5511988887777', lid: '99', name: 'Loja Aurora' };
  const report = async (
    state: 'qr' | 'connected' | 'logged_out' | 'reconnecting',
    extra: { qr?: string; reason?: string } = {},
  ) => {
    const fence = await own(world, channel.channelId);
    const known = state === 'connected' ? account : null;
    await reportPhase(channel.ctx, {
      channelId: channel.channelId,
      fence,
      report: { state, qr: extra.qr ?? null, reason: extra.reason ?? null, account: known },
    });
  };

  it('shows each step with a new revision and an event: code, number, loss of the line', async () => {
    await report('qr', { qr: 'code-1' });
    expect(await stored()).toMatchObject({ state: 'qr', qr: 'code-1', rev: 2 });
    await report('connected');
    expect(await stored()).toMatchObject({
      state: 'connected',
      qr: null,
      phone: account.phone,
      lid: '99',
      profile_name: account.name,
    });
    await report('reconnecting', { reason: 'code_428' });
    expect(await stored()).toMatchObject({ state: 'reconnecting', phone: account.phone, rev: 4 });
    expect(await events()).toHaveLength(3);
    const [view] = await read(admin, (scope) => channelViews(scope, channel.tenantId, [channel.channelId]));
    expect(view).toMatchObject({ state: 'reconnecting', reason: 'code_428', profileName: 'Loja Aurora' });
  });

  it('lets the channel rest after the device was unlinked, and forgets the number', async () => {
    await connectChannel(admin, id());
    await report('connected');
    await report('logged_out');
    expect(await stored()).toMatchObject({
      state: 'logged_out',
      desired: 'off',
      phone: null,
      lid: null,
      profile_name: null,
    });
  });

  it('ends a wish to log out, and nothing else that was asked meanwhile', async () => {
    const fence = await own(world, channel.channelId);
    await logoutChannel(admin, id());
    await reportLoggedOut(channel.ctx, { channelId: channel.channelId, fence });
    expect(await stored()).toMatchObject({ desired: 'off' });
    await connectChannel(admin, id());
    await reportLoggedOut(channel.ctx, { channelId: channel.channelId, fence });
    expect(await stored()).toMatchObject({ desired: 'on' });
  });

  it('says up to when nothing is missing, and never goes back', async () => {
    const fence = await own(world, channel.channelId);
    const at = Date.UTC(2026, 10, 2, 12);
    await reportCaughtUp(channel.ctx, { channelId: channel.channelId, fence, atMs: at });
    await reportCaughtUp(channel.ctx, { channelId: channel.channelId, fence, atMs: at - 60_000 });
    const [view] = await listChannels(admin);
    expect(view?.completeUntil).toBe(new Date(at).toISOString());
  });

  it('is refused from a process that lost the channel', async () => {
    const old = await own(world, channel.channelId);
    await own(world, channel.channelId);
    const late = { channelId: channel.channelId, fence: old };
    const change = { state: 'connected', qr: null, reason: null, account } as const;
    await expect(reportPhase(channel.ctx, { ...late, report: change })).rejects.toBeInstanceOf(Fenced);
    await expect(reportCaughtUp(channel.ctx, { ...late, atMs: 1 })).rejects.toBeInstanceOf(Fenced);
    await expect(reportLoggedOut(channel.ctx, late)).rejects.toBeInstanceOf(Fenced);
    expect(await stored()).toMatchObject({ state: 'disconnected', rev: 1 });
    expect(await events()).toHaveLength(0);
  });
});

describe('what the owner of shards has to run', () => {
  it('lists the channels that are wanted, and which lanes have work', async () => {
    const shards = [shardOf(channel.channelId)];
    const mine = async () =>
      (await ownedChannels(world.kernel, { shards })).find((owned) => owned.channelId === channel.channelId);
    expect(await mine()).toBeUndefined();
    await connectChannel(admin, id());
    expect(await mine()).toMatchObject({
      tenantId: channel.tenantId,
      desired: 'on',
      outboundDue: false,
      inboundDue: false,
    });
    await channel.queue(await channel.ticket());
    await world.owner`insert into inbound_journal (tenant_id, id, channel_id, remote_chat, remote_id, from_me, envelope, content)
      values (${channel.tenantId}, ${randomUUID()}, ${channel.channelId}, '1@lid', 'A', false, '{}', 'x')`;
    expect(await mine()).toMatchObject({ outboundDue: true, inboundDue: true });
    await disconnectChannel(admin, id());
    expect(await mine()).toMatchObject({ desired: 'off', inboundDue: true });
    await world.owner`update tenants set status = 'suspended' where id = ${channel.tenantId}`;
    expect(await mine()).toBeUndefined();
    expect(await ownedChannels(world.kernel, { shards: [] })).toEqual([]);
  });
});
