import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { ana, companyPhone, Desk, jid } from './support/desk.ts';
import { media } from './support/files.ts';
import { openConnectProxy, openSocksProxy } from './support/proxies.ts';
import { waitFor } from './support/wait-for.ts';

const login = ['loja', 'se:nha@1'] as const;

describe.each([
  ['CONNECT', openConnectProxy],
  ['SOCKS', openSocksProxy],
] as const)('a %s proxy of a channel', (_, openProxy) => {
  test('carries its socket, its downloads and its uploads', async () => {
    await using proxy = await openProxy(...login);
    await using desk = await Desk.connected({ secure: true });
    await desk.session.stop();
    desk.host.connection = { proxyUrl: proxy.url, version: null };
    desk.reopen();
    await desk.untilConnected();
    const socketHost = new URL(desk.simulator.wsUrl).host;
    expect(proxy.targets).toEqual([socketHost]);
    const message = await desk.receive(ana.phone, { kind: 'image', file: { sizeBytes: 20_000 } });
    if (!message.media) throw new Error('no file came');
    const key = { ...message, participant: null };
    const file = await desk.session.downloadMedia(message.media, key, AbortSignal.timeout(5_000));
    expect((await buffer(file)).length).toBe(20_000);
    expect(proxy.targets.slice(1)).toEqual([desk.simulator.mediaHost]);
    const id = await desk.send(jid(ana.phone), media('document', { caption: 'pelo proxy' }));
    await waitFor('its tick', () => desk.hasReceipt(id, 'read'));
    expect(proxy.targets.slice(2)).toEqual([desk.simulator.mediaHost]);
  });

  test('that refuses says so, costs no pairing, and a better one is used at the next connection', async () => {
    await using proxy = await openProxy(...login);
    await using desk = await Desk.connected();
    await desk.session.stop();
    desk.host.connection = { proxyUrl: proxy.url.replace('loja', 'outra'), version: null };
    desk.reopen();
    await waitFor('the reason', () => desk.host.phases.some(({ reason }) => reason === 'proxy_failed'));
    expect([proxy.targets, desk.host.wipes]).toEqual([[], 0]);
    desk.host.connection = { proxyUrl: proxy.url, version: null };
    await desk.untilConnected();
  });
});

test('an address that nobody answers is named as that', async () => {
  await using desk = await Desk.connected();
  await desk.simulator.close();
  await waitFor('the reason', () => desk.host.sawPhase('reconnecting', 'unreachable'));
  expect(desk.host.wipes).toBe(0);
});

test('a version that the provider no longer takes is named, and a newer one is used without a new start', async () => {
  await using desk = await Desk.connected();
  await desk.control.fault({ kind: 'client-version', minimum: [9, 1, 2] });
  await desk.control.fault({ kind: 'drop', phone: companyPhone });
  await waitFor('the reason', () => desk.host.sawPhase('reconnecting', 'client_outdated'));
  desk.host.connection = { proxyUrl: null, version: [9, 1, 3] };
  await waitFor('the connection', () => desk.session.phase === 'connected');
});

describe('an account that the host does not take', () => {
  test('is unlinked at the provider and forgotten, and nothing of it is kept', async () => {
    await using desk = await Desk.create();
    desk.host.admit = async () => 'number_in_use';
    desk.session.start();
    const { qr } = await waitFor('a QR code', () => desk.host.phases.find((change) => change.qr));
    await desk.control.scan(companyPhone, { qr: qr ?? '', name: 'Loja' });
    await waitFor('the end', () => desk.session.phase === 'logged_out');
    expect(desk.host.lastPhase()).toMatchObject({ reason: 'number_in_use', account: null });
    expect(desk.host.sawPhase('connected')).toBe(false);
    expect([desk.host.credentials, desk.host.keys.size, desk.host.journaled]).toEqual([null, 0, []]);
    const company = (await desk.control.phones()).find(({ phone }) => phone === companyPhone);
    expect(company?.devices).toBe(0);
  });

  test('is asked about again while the host cannot say', async () => {
    await using desk = await Desk.create();
    let failures = 2;
    desk.host.admit = async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('database is away');
      return null;
    };
    await desk.pair();
    expect(desk.host.lastPhase()?.account?.phone).toBe(companyPhone);
    expect(desk.host.wipes).toBe(0);
  });
});

test('a device that does not match the phone rests until it is paired anew', async () => {
  await using desk = await Desk.connected();
  await desk.control.fault({ kind: 'stream-error', phone: companyPhone, code: 411 });
  await waitFor('the end', () => desk.session.phase === 'disconnected');
  expect(desk.host.lastPhase()?.reason).toBe('device_mismatch');
  expect(desk.host.wipes).toBe(0);
});
