import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  claimNumber,
  connectChannel,
  type Fence,
  Fenced,
  listChannels,
  ownedChannels,
  reportPairingCode,
  reportPhase,
  shardOf,
  startPairing,
} from '../../src/channels/index.ts';
import type { Context } from '../../src/kernel/index.ts';
import { type ChannelFixture, makeChannel, openWorld, own, personOf, type World } from './fixture.ts';

const phone = '5511988887777';
let world: World;
let channel: ChannelFixture;
let admin: Context;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  await world.owner`delete from channel_numbers`;
  channel = await makeChannel(world, { desired: 'off' });
  admin = personOf(world, 'admin', channel.tenantId);
});

const claim = async (of: ChannelFixture, number = phone) =>
  await claimNumber(of.ctx, { channelId: of.channelId, fence: await own(world, of.channelId), phone: number });
const report = async (of: ChannelFixture, state: 'qr' | 'pairing' | 'logged_out' | 'connected') =>
  await reportPhase(of.ctx, {
    channelId: of.channelId,
    fence: await own(world, of.channelId),
    report: { state, qr: state === 'qr' ? 'code' : null, reason: null, account: null },
  });

describe('a number', () => {
  it('belongs to one channel, in this or another company, until its device is unlinked', async () => {
    const other = await makeChannel(world);
    expect(await claim(channel)).toBeNull();
    expect(await claim(channel)).toBeNull();
    expect(await claim(other)).toBe('number_in_use');
    await report(channel, 'logged_out');
    expect(await claim(other)).toBeNull();
    expect(await claim(channel)).toBe('number_in_use');
  });

  it('goes to one of many that claim it at the same instant', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => makeChannel(world)));
    const fences: { of: ChannelFixture; fence: Fence }[] = [];
    for (const of of all) fences.push({ of, fence: await own(world, of.channelId) });
    const answers = await Promise.allSettled(
      fences.map(({ of, fence }) => claimNumber(of.ctx, { channelId: of.channelId, fence, phone })),
    );
    const mine = answers.filter((answer) => answer.status === 'fulfilled' && answer.value === null);
    // Two on one shard: the later owner fenced the earlier out, and somebody still gets it.
    expect(mine).toHaveLength(1);
    expect(await world.owner`select from channel_numbers where phone = ${phone}`).toHaveLength(1);
  });

  it('is let go when the channel is paired with another one', async () => {
    const other = await makeChannel(world);
    await claim(channel);
    await claim(channel, '5511900000009');
    expect(await claim(other)).toBeNull();
  });

  it('is claimed by the owner of the session only', async () => {
    const fence = await own(world, channel.channelId);
    await own(world, channel.channelId);
    const late = claimNumber(channel.ctx, { channelId: channel.channelId, fence, phone });
    await expect(late).rejects.toBeInstanceOf(Fenced);
    expect(await world.owner`select from channel_numbers`).toHaveLength(0);
  });
});

describe('linking by a code', () => {
  const id = () => ({ id: channel.channelId });
  const owned = async () =>
    (await ownedChannels(world.kernel, { shards: [shardOf(channel.channelId)] })).find(
      ({ channelId }) => channelId === channel.channelId,
    );
  const shown = async () => (await listChannels(admin))[0];
  const give = async (code: string | null, number = phone) =>
    await reportPairingCode(channel.ctx, {
      channelId: channel.channelId,
      fence: await own(world, channel.channelId),
      phone: number,
      code,
    });

  it('takes the number as a Brazilian writes it, asks the owner for a code and shows it', async () => {
    const view = await startPairing(admin, { ...id(), phone: '(11) 98888-7777' });
    expect(view.pairing).toEqual({ phone, code: null });
    expect(await owned()).toMatchObject({ desired: 'on', pairingPhone: phone });
    await report(channel, 'qr');
    await give('ABCD1234');
    expect((await shown())?.pairing).toEqual({ phone, code: 'ABCD1234' });
    expect((await owned())?.pairingPhone).toBeNull();
  });

  it('forgets the code as soon as it was typed or has run out', async () => {
    await startPairing(admin, { ...id(), phone: `+${phone}` });
    await report(channel, 'qr');
    await give('ABCD1234');
    await report(channel, 'pairing');
    const [row] = await world.owner`select pairing_phone, pairing_code from channels where id = ${channel.channelId}`;
    expect(row).toEqual({ pairing_phone: null, pairing_code: null });
  });

  it('says when the provider gives none, and a code for an earlier number is not shown', async () => {
    await startPairing(admin, { ...id(), phone: `+${phone}` });
    await report(channel, 'qr');
    await give('OLD00000', '5511900000009');
    expect((await shown())?.pairing).toEqual({ phone, code: null });
    await give(null);
    expect(await shown()).toMatchObject({ pairing: null, reason: 'code_refused' });
  });

  it('goes back to the QR code when a person asks for that', async () => {
    await startPairing(admin, { ...id(), phone: `+${phone}` });
    expect((await connectChannel(admin, id())).pairing).toBeNull();
  });

  it('is refused for what is no number, while connected, to agents and for foreign channels', async () => {
    const wrong = startPairing(admin, { ...id(), phone: '123' });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid-input', field: 'phone' });
    const agent = personOf(world, 'agent', channel.tenantId);
    await expect(startPairing(agent, { ...id(), phone })).rejects.toMatchObject({ code: 'forbidden' });
    const foreign = personOf(world, 'admin', (await makeChannel(world)).tenantId);
    await expect(startPairing(foreign, { ...id(), phone: `+${phone}` })).rejects.toMatchObject({ code: 'not-found' });
    await report(channel, 'connected');
    await expect(startPairing(admin, { ...id(), phone: `+${phone}` })).rejects.toMatchObject({ code: 'conflict' });
  });
});
