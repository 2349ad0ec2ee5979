import { randomBytes } from 'node:crypto';
import type { AuthStore } from '@tiktickets/wbot/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authStore, Fenced } from '../../src/channels/index.ts';
import { secretBox } from '../../src/channels/secret-box.ts';
import { channelContext } from '../../src/kernel/index.ts';
import { type ChannelFixture, makeChannel, openWorld, own, type World } from './fixture.ts';

let world: World;
let channel: ChannelFixture;
let store: AuthStore;
beforeAll(async () => {
  world = await openWorld();
  channel = await makeChannel(world);
  store = authStore(channel.ctx, { channelId: channel.channelId, fence: await own(world, channel.channelId) });
});
afterAll(() => world[Symbol.asyncDispose]());

describe('the credentials of a channel', () => {
  it('come back as they were saved, and the last save counts', async () => {
    expect(await store.loadCredentials()).toBeNull();
    await store.saveCredentials('{"me":1}');
    await store.saveCredentials('{"me":2,"emoji":"🔑"}');
    expect(await store.loadCredentials()).toBe('{"me":2,"emoji":"🔑"}');
  });

  it('keep their keys by type and id, leave out what is missing, delete by null, and take the last of two changes to one key', async () => {
    const awkward = 'a"b\\c{,}::@ñ';
    await store.saveKeys([
      { type: 'session', id: awkward, value: 'first' },
      { type: 'session', id: awkward, value: 'ratchet' },
      { type: 'pre-key', id: '1', value: 'one' },
      { type: 'pre-key', id: '2', value: 'two' },
    ]);
    await store.saveKeys([
      { type: 'pre-key', id: '1', value: null },
      { type: 'pre-key', id: '3', value: 'three' },
    ]);
    expect(await store.loadKeys('pre-key', ['1', '2', '3', '4'])).toEqual(
      new Map([
        ['2', 'two'],
        ['3', 'three'],
      ]),
    );
    expect(await store.loadKeys('session', [awkward])).toEqual(new Map([[awkward, 'ratchet']]));
    expect(await store.loadKeys('sender-key', ['1'])).toEqual(new Map());
  });

  it('take the 812 keys of a pairing in one statement', async () => {
    const keys = Array.from({ length: 812 }, (_, n) => ({
      type: 'pre-key',
      id: `p${n}`,
      value: randomBytes(60).toString('base64'),
    }));
    await store.saveKeys(keys);
    const loaded = await store.loadKeys(
      'pre-key',
      keys.map((key) => key.id),
    );
    expect(loaded).toEqual(new Map(keys.map((key) => [key.id, key.value])));
  });

  it('lie nowhere in the tables in plain', async () => {
    await store.saveCredentials('{"noiseKey":"plain-noise-key"}');
    await store.saveKeys([{ type: 'session', id: 'x', value: 'plain-ratchet' }]);
    const stored = await world.owner<{ value: Uint8Array }[]>`
      select value from channel_credentials union all select value from channel_keys`;
    expect(stored.length).toBeGreaterThan(1);
    for (const { value } of stored) expect(Buffer.from(value).toString('latin1')).not.toMatch(/plain-|noiseKey/);
  });

  it('open only in the place and under the tenant and secret they were sealed for', async () => {
    await store.saveKeys([{ type: 'session', id: 'here', value: 'mine' }]);
    await world.owner`update channel_keys set key_id = 'there' where channel_id = ${channel.channelId} and key_id = 'here'`;
    await expect(store.loadKeys('session', ['there'])).rejects.toThrow();
    const box = secretBox({ secret: 's'.repeat(32), tenantId: channel.tenantId, purpose: 'p' });
    const sealed = box.seal('place', 'text');
    expect(box.open('place', sealed)).toBe('text');
    const strangers = [
      { secret: 's'.repeat(32), tenantId: channel.channelId, purpose: 'p' },
      { secret: 't'.repeat(32), tenantId: channel.tenantId, purpose: 'p' },
      { secret: 's'.repeat(32), tenantId: channel.tenantId, purpose: 'q' },
    ];
    for (const stranger of strangers) expect(() => secretBox(stranger).open('place', sealed)).toThrow();
    expect(() => box.open('place', Buffer.concat([Buffer.of(9), sealed.subarray(1)]))).toThrow(/version/);
  });

  it('are neither read nor written by another tenant, even with the channel id and the fence', async () => {
    const other = await makeChannel(world);
    await store.saveCredentials('mine');
    const fence = await own(world, channel.channelId);
    const foreign = authStore(channelContext(world.kernel, other.tenantId, channel.channelId), {
      channelId: channel.channelId,
      fence,
    });
    expect(await foreign.loadCredentials()).toBeNull();
    await expect(foreign.saveCredentials('theirs')).rejects.toThrow();
    await expect(foreign.saveKeys([{ type: 'session', id: '1', value: 'theirs' }])).rejects.toThrow();
    await foreign.wipe();
    const owned = authStore(channel.ctx, { channelId: channel.channelId, fence });
    expect(await owned.loadCredentials()).toBe('mine');
  });

  it('are left alone by a process that lost the channel', async () => {
    const zombie = authStore(channel.ctx, { channelId: channel.channelId, fence: await own(world, channel.channelId) });
    await zombie.saveCredentials('before');
    await zombie.saveKeys([{ type: 'session', id: 'z', value: 'before' }]);
    const owned = authStore(channel.ctx, { channelId: channel.channelId, fence: await own(world, channel.channelId) });
    await expect(zombie.saveCredentials('after')).rejects.toBeInstanceOf(Fenced);
    await expect(zombie.saveKeys([{ type: 'session', id: 'z', value: null }])).rejects.toBeInstanceOf(Fenced);
    await expect(zombie.wipe()).rejects.toBeInstanceOf(Fenced);
    expect(await owned.loadCredentials()).toBe('before');
    expect(await owned.loadKeys('session', ['z'])).toEqual(new Map([['z', 'before']]));
    await owned.wipe();
    expect(await owned.loadCredentials()).toBeNull();
    expect(await owned.loadKeys('session', ['z'])).toEqual(new Map());
  });
});
