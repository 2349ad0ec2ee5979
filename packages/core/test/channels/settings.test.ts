import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  archiveChannel,
  connectChannel,
  connectionSettings,
  createChannel,
  Fenced,
  listChannels,
  updateChannel,
} from '../../src/channels/index.ts';
import { maskProxy } from '../../src/channels/proxy-address.ts';
import { proxyUrlSchema } from '../../src/contracts/index.ts';
import type { Context } from '../../src/kernel/index.ts';
import { setPlatformSetting } from '../../src/platform/index.ts';
import { type ChannelFixture, makeChannel, openWorld, own, personOf, type World } from './fixture.ts';

let world: World;
let channel: ChannelFixture;
let admin: Context;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  channel = await makeChannel(world, { desired: 'off', rateMs: 100 });
  admin = personOf(world, 'admin', channel.tenantId);
});

const id = () => channel.channelId;
const audits = () =>
  world.owner<{ action: string; before: object | null; after: object | null }[]>`
    select action, before, after from audit where tenant_id = ${channel.tenantId} order by at, id`;

describe('settings of a channel', () => {
  it('change by name, with the old and the new in the audit, and only what differs', async () => {
    const view = await updateChannel(admin, {
      id: id(),
      name: ' Vendas ',
      color: '#aa0044',
      queueId: null,
      reopenWindowS: 0,
      takesGroups: true,
      historyDays: 7,
      readReceipts: false,
      callPolicy: 'reject',
      callText: 'Só por escrito, por favor.',
      ratePerMinute: 60,
      burst: 5,
    });
    expect(view).toMatchObject({
      name: 'Vendas',
      color: '#aa0044',
      queue: null,
      settings: {
        reopenWindowS: 0,
        takesGroups: true,
        historyDays: 7,
        readReceipts: false,
        callPolicy: 'reject',
        callText: 'Só por escrito, por favor.',
        ratePerMinute: 60,
        burst: 5,
        proxy: null,
      },
    });
    await updateChannel(admin, { id: id(), name: 'Vendas', burst: 5 });
    await updateChannel(admin, { id: id(), burst: 2 });
    const [all, burst, ...more] = await audits();
    expect(all).toMatchObject({ action: 'channel.updated', before: { name: 'Loja' }, after: { name: 'Vendas' } });
    expect(burst).toMatchObject({ before: { burst_ms: 5_000 }, after: { burst_ms: 2_000 } });
    expect(Object.keys(burst?.after ?? {})).toEqual(['burst_ms']);
    expect(more).toEqual([]);
  });

  it('name the field that is wrong, and then nothing changes', async () => {
    const wrong = [
      { name: '  ' },
      { color: 'red' },
      { reopenWindowS: -1 },
      { historyDays: 99_999 },
      { ratePerMinute: 0 },
      { burst: 1.5 },
      { callText: 'x'.repeat(1_001) },
      { proxyUrl: 'ftp://proxy:21' },
      { proxyUrl: 'not an address' },
      { proxyUrl: 'http://proxy:3128/path' },
    ];
    for (const part of wrong) {
      const [field] = Object.keys(part);
      await expect(updateChannel(admin, { id: id(), ...part }), field).rejects.toMatchObject({
        issues: [{ path: [field] }],
      });
    }
    expect(await audits()).toEqual([]);
  });

  it('are refused to agents, and not found by another company, as channel or as queue', async () => {
    const agent = personOf(world, 'agent', channel.tenantId);
    await expect(updateChannel(agent, { id: id(), name: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(archiveChannel(agent, { id: id() })).rejects.toMatchObject({ code: 'forbidden' });
    const other = await makeChannel(world);
    const foreign = personOf(world, 'admin', other.tenantId);
    await expect(updateChannel(foreign, { id: id(), name: 'x' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(archiveChannel(foreign, { id: id() })).rejects.toMatchObject({ code: 'not-found' });
    await expect(updateChannel(admin, { id: id(), queueId: other.queueId })).rejects.toMatchObject({
      code: 'not-found',
      field: 'queueId',
    });
    expect(await audits()).toEqual([]);
  });
});

describe('the proxy of a channel', () => {
  const secret = 'socks5://loja:s3nh%40@proxy.example:1080';

  it('is stored sealed, shown without its password, and given to the owner of the session only', async () => {
    const view = await updateChannel(admin, { id: id(), proxyUrl: secret });
    expect(view.settings.proxy).toBe('socks5://•••@proxy.example:1080');
    const [row] = await world.owner<{ proxy: Uint8Array; rev: number }[]>`
      select proxy, connection_rev as rev from channels where id = ${id()}`;
    expect(row?.rev).toBe(1);
    expect(Buffer.from(row?.proxy ?? []).toString('latin1')).not.toContain('proxy.example');
    expect(JSON.stringify(await audits())).not.toContain('s3nh');
    const fence = await own(world, id());
    expect(await connectionSettings(channel.ctx, { channelId: id(), fence })).toEqual({
      proxyUrl: secret,
      version: null,
    });
    await own(world, id());
    await expect(connectionSettings(channel.ctx, { channelId: id(), fence })).rejects.toBeInstanceOf(Fenced);
  });

  it('goes away again, and the session follows each change once', async () => {
    await updateChannel(admin, { id: id(), proxyUrl: secret });
    await updateChannel(admin, { id: id(), proxyUrl: secret.replace('s3nh', 'outra') });
    await updateChannel(admin, { id: id(), proxyUrl: null });
    await updateChannel(admin, { id: id(), proxyUrl: null });
    await updateChannel(admin, { id: id(), name: 'Vendas' });
    const [row] = await world.owner`select proxy, proxy_label, connection_rev from channels where id = ${id()}`;
    expect(row).toEqual({ proxy: null, proxy_label: null, connection_rev: 3 });
  });

  it('never shows a user or a password, whatever they are', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{5,12}$/), fc.string({ minLength: 6 }), (user, password) => {
        const url = `http://${user}:${encodeURIComponent(password.toWellFormed())}@127.0.0.1:3128`;
        fc.pre(proxyUrlSchema.safeParse(url).success);
        expect(maskProxy(url)).toBe('http://•••@127.0.0.1:3128');
      }),
    );
  });
});

it('the version of the provider is a setting of the platform that the next connection follows', async () => {
  const fence = await own(world, id());
  const version = async () => (await connectionSettings(channel.ctx, { channelId: id(), fence })).version;
  await setPlatformSetting(world.kernel, { key: 'wa-version', value: '2.3000.1030' });
  expect(await version()).toEqual([2, 3000, 1030]);
  await setPlatformSetting(world.kernel, { key: 'wa-version', value: null });
  expect(await version()).toBeNull();
  const wrong = setPlatformSetting(world.kernel, { key: 'wa-version', value: 'newest' });
  await expect(wrong).rejects.toMatchObject({ code: 'invalid-input', field: 'value' });
  const unknown = setPlatformSetting(world.kernel, { key: 'nothing', value: '1' });
  await expect(unknown).rejects.toMatchObject({ code: 'invalid-input', field: 'key' });
});

describe('how many channels a company may have', () => {
  it('holds when many are created at once, and an archived one makes room', async () => {
    await world.owner`update tenants set max_channels = 3 where id = ${channel.tenantId}`;
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, (_, n) => createChannel(admin, { name: `Loja ${n}` })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    for (const attempt of tries) {
      if (attempt.status === 'rejected')
        expect(attempt.reason).toMatchObject({ code: 'conflict', details: { limit: 3 } });
    }
    await archiveChannel(admin, { id: id() });
    await createChannel(admin, { name: 'Nova' });
    await expect(createChannel(admin, { name: 'Demais' })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('an archived channel', () => {
  it('keeps its tickets, fails what still waited, and can no longer be used', async () => {
    const ticket = await channel.ticket();
    await channel.queue(ticket);
    await archiveChannel(admin, { id: id() });
    expect(await listChannels(admin)).toEqual([]);
    expect(await channel.states()).toEqual(['failed']);
    expect(await world.owner`select from tickets where id = ${ticket}`).toHaveLength(1);
    for (const verb of [connectChannel, archiveChannel]) {
      await expect(verb(admin, { id: id() })).rejects.toMatchObject({ code: 'not-found' });
    }
    const [row] =
      await world.owner`select desired, archived_at is not null as archived from channels where id = ${id()}`;
    expect(row).toEqual({ desired: 'off', archived: true });
  });

  it('is unlinked at the provider when it was paired', async () => {
    await world.owner`insert into channel_credentials (tenant_id, channel_id, value) values (${channel.tenantId}, ${id()}, 'x')`;
    await archiveChannel(admin, { id: id() });
    const [row] = await world.owner`select desired from channels where id = ${id()}`;
    expect(row).toEqual({ desired: 'logout' });
  });
});
