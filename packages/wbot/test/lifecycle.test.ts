import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createWhatsAppDriver, FencedError } from '../src/index.ts';
import { ana, companyPhone, Desk, jid } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

async function roundTrip(desk: Desk, text: string): Promise<void> {
  await desk.control.send(ana.phone, { to: companyPhone, text });
  await waitFor(`"${text}" to arrive`, () => desk.texts().includes(text));
}

/** Once may be our own owner before us; who comes back is somebody else. */
async function takeOverTwice(desk: Desk): Promise<void> {
  const logins = () => desk.host.phases.filter(({ phase }) => phase === 'connected').length;
  const before = logins();
  await desk.control.fault({ kind: 'replaced', phone: companyPhone });
  await waitFor('the second login', () => logins() > before && desk.session.phase === 'connected');
  await desk.control.fault({ kind: 'replaced', phone: companyPhone });
  await waitFor('the phase', () => desk.session.phase === 'replaced');
}

test('a restarted process is still paired', async () => {
  await using desk = await Desk.connected();
  await roundTrip(desk, 'antes');
  const phasesBefore = desk.host.phases.length;
  await desk.restart();
  expect(desk.host.phases.slice(phasesBefore).map(({ phase }) => phase)).toEqual(['connecting', 'connected']);
  await roundTrip(desk, 'depois');
});

test('what came while the line was cut arrives once and in order', async () => {
  await using desk = await Desk.connected();
  await roundTrip(desk, 'início');
  await desk.session.stop();
  const texts = Array.from({ length: 25 }, (_, index) => `guardada ${index}`);
  for (const text of texts) await desk.control.send(ana.phone, { to: companyPhone, text });
  desk.reopen();
  await desk.untilConnected();
  await waitFor('the backlog', () => desk.texts().length === texts.length + 1);
  expect(desk.texts()).toEqual(['início', ...texts]);
  expect(desk.host.journaled).toHaveLength(texts.length + 1);
});

test('live messages do not overtake a backlog that a slow store works through', async () => {
  await using desk = await Desk.connected();
  await desk.session.stop();
  const texts = Array.from({ length: 12 }, (_, index) => `n ${index}`);
  for (const text of texts.slice(0, 8)) await desk.control.send(ana.phone, { to: companyPhone, text });
  desk.host.interference.saveKeys = () => setTimeout(8);
  desk.host.interference.journal = () => setTimeout(8);
  desk.reopen();
  await waitFor('the login', () => desk.session.phase === 'connected');
  for (const text of texts.slice(8)) await desk.control.send(ana.phone, { to: companyPhone, text });
  await waitFor('everything', () => desk.texts().length === texts.length);
  expect(desk.texts()).toEqual(texts);
});

test('caught up means that the whole backlog is in the journal', async () => {
  await using desk = await Desk.connected();
  await desk.session.stop();
  for (let index = 0; index < 8; index += 1) {
    await desk.control.send(ana.phone, { to: companyPhone, text: `n ${index}` });
  }
  desk.host.interference.journal = () => setTimeout(5);
  desk.reopen();
  await desk.untilConnected();
  expect(desk.host.journaled).toHaveLength(8);
});

test('a dropped connection heals by itself and loses nothing', async () => {
  await using desk = await Desk.connected();
  for (let round = 0; round < 5; round += 1) {
    await desk.control.fault({ kind: 'drop', phone: companyPhone });
    await desk.control.send(ana.phone, { to: companyPhone, text: `volta ${round}` });
    await waitFor('the text', () => desk.texts().includes(`volta ${round}`));
  }
  expect(desk.texts()).toEqual(Array.from({ length: 5 }, (_, round) => `volta ${round}`));
  expect(desk.host.sawPhase('reconnecting')).toBe(true);
  const refusals = desk.host.logs.filter((line) => line.includes('host refused'));
  expect(refusals).toEqual([]);
});

test('a server that answers 503 to the upgrade is tried again', async () => {
  await using desk = await Desk.connected();
  await desk.control.fault({ kind: 'upgrade-status', status: 503, count: 3 });
  await desk.control.fault({ kind: 'drop', phone: companyPhone });
  await waitFor('the reason', () => desk.host.sawPhase('reconnecting', 'http_503'));
  await roundTrip(desk, 'de volta');
});

test('a server that takes the connection and says nothing is given up', async () => {
  await using desk = await Desk.create({ timings: { connectTimeoutMs: 10_000, connectingWatchdogMs: 150 } });
  const mute = createServer().listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const address = mute.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const driver = createWhatsAppDriver({
    wsUrl: `ws://127.0.0.1:${port}/ws/chat`,
    timings: { connectTimeoutMs: 10_000, connectingWatchdogMs: 150, backoffMs: { minMs: 10, maxMs: 20 } },
  });
  desk.session = driver.open(desk.host.ports);
  desk.session.start();
  await waitFor('the reason', () => desk.host.sawPhase('connecting', 'connect_timeout'));
  await desk.session.stop();
  mute.close();
});

test('a silent server is noticed without a goodbye', async () => {
  await using desk = await Desk.connected({ timings: { silentSocketMs: 300, keepAliveIntervalMs: 100 } });
  await desk.control.fault({ kind: 'freeze', phone: companyPhone });
  await waitFor('the reason', () => desk.host.sawPhase('reconnecting', 'silent_socket'));
  await roundTrip(desk, 'descongelou');
});

test('a frame that no key opens costs the connection, not the process', async () => {
  await using desk = await Desk.connected();
  await desk.control.fault({ kind: 'garbage', phone: companyPhone });
  await waitFor('the reconnect', () => desk.host.sawPhase('reconnecting'));
  await roundTrip(desk, 'segue vivo');
});

test('a failing host is survived', async () => {
  await using desk = await Desk.connected();
  const { sink } = desk.host.ports;
  sink.receipt = async () => {
    throw new Error('host bug');
  };
  sink.identity = () => {
    throw new Error('host bug, at once');
  };
  await desk.say(jid(ana.phone), 'alguém aí?');
  await roundTrip(desk, 'apesar de tudo');
  await waitFor('the log', () => desk.host.logs.some((line) => line.includes('host refused an event')));
  expect(desk.session.phase).toBe('connected');
});

test('another socket with the same credentials wins: this one stops and stays stopped', async () => {
  await using desk = await Desk.connected();
  await takeOverTwice(desk);
  expect(desk.host.sawPhase('reconnecting', 'conflict')).toBe(true);
  expect(desk.host.lastPhase()).toMatchObject({ phase: 'replaced', reason: 'replaced' });
  expect(desk.host.credentials).not.toBeNull();
  expect(desk.host.wipes).toBe(0);
});

test('a device removed on the phone is wiped here', async () => {
  await using desk = await Desk.connected();
  await desk.control.fault({ kind: 'removed', phone: companyPhone });
  await waitFor('the phase', () => desk.session.phase === 'logged_out');
  expect(desk.host.lastPhase()).toMatchObject({ phase: 'logged_out', reason: 'logged_out', account: null });
  expect([desk.host.credentials, desk.host.keys.size, desk.host.wipes]).toEqual([null, 0, 1]);
});

test('a banned number stops and keeps its credentials', async () => {
  await using desk = await Desk.connected();
  await desk.control.fault({ kind: 'login-failure', phone: companyPhone, reason: 403 });
  await desk.control.fault({ kind: 'drop', phone: companyPhone });
  await waitFor('the phase', () => desk.session.phase === 'banned');
  expect(desk.host.lastPhase()?.reason).toBe('banned_403');
  expect(desk.host.credentials).not.toBeNull();
});

test('a bad session is no reason to forget the pairing', async () => {
  await using desk = await Desk.connected();
  await desk.control.fault({ kind: 'stream-error', phone: companyPhone, code: 500 });
  await waitFor('the reason', () => desk.host.sawPhase('reconnecting', 'code_500'));
  await roundTrip(desk, 'mesmo número');
  expect(desk.host.wipes).toBe(0);
});

test('a requested restart is visible and needs no pause', async () => {
  await using desk = await Desk.connected({ timings: { backoffMs: { minMs: 60_000, maxMs: 60_000 } } });
  const logins = desk.host.phases.filter(({ phase }) => phase === 'connected').length;
  await desk.control.fault({ kind: 'restart', phone: companyPhone });
  await waitFor('the next login', () => desk.host.phases.filter(({ phase }) => phase === 'connected').length > logins);
  expect(desk.host.sawPhase('reconnecting', 'restart_required')).toBe(true);
});

test('every method is harmless after the end', async () => {
  await using desk = await Desk.connected();
  await desk.session.stop();
  const { credentials } = desk.host;
  await desk.session.logout();
  await desk.session.stop();
  desk.session.start();
  await desk.session.setTyping({ to: jid(ana.phone), active: true });
  await expect(desk.session.markRead([])).rejects.toMatchObject({ scope: 'channel' });
  expect([desk.session.phase, desk.host.wipes]).toEqual(['disconnected', 0]);
  expect(desk.host.credentials).toBe(credentials);
});

test('a replaced channel can be started again by a person', async () => {
  await using desk = await Desk.connected();
  await takeOverTwice(desk);
  desk.session.start();
  await waitFor('the connection', () => desk.session.phase === 'connected');
  await roundTrip(desk, 'voltei');
});

test('logging out unlinks the device at the provider and wipes it here', async () => {
  await using desk = await Desk.connected();
  await desk.session.logout();
  expect(desk.session.phase).toBe('logged_out');
  expect([desk.host.credentials, desk.host.keys.size, desk.host.wipes]).toEqual([null, 0, 1]);
  const company = (await desk.control.phones()).find(({ phone }) => phone === companyPhone);
  expect(company?.devices).toBe(0);
});

test('after a logout the same number can be paired again', async () => {
  await using desk = await Desk.connected();
  await desk.session.logout();
  desk.host.phases.length = 0;
  desk.host.caughtUp = 0;
  desk.session = desk.driver.open(desk.host.ports);
  await desk.pair();
  await roundTrip(desk, 'de novo');
});

test('a code that nobody scans expires', async () => {
  await using desk = await Desk.create({ timings: { qrTimeoutMs: 30 } });
  desk.session.start();
  await waitFor('the phase', () => desk.host.lastPhase()?.reason === 'qr_expired');
  expect(desk.session.phase).toBe('disconnected');
  expect(desk.host.phases.filter(({ qr }) => qr !== null)).toHaveLength(6);
});

test('a process that lost the channel goes silent at once', async () => {
  await using desk = await Desk.connected();
  desk.host.interference.saveKeys = async () => {
    throw new FencedError();
  };
  const phases = desk.host.phases.length;
  await desk.control.send(ana.phone, { to: companyPhone, text: 'de outro dono' });
  await waitFor('the end', () => desk.session.phase === 'disconnected');
  await desk.session.stop();
  expect(desk.host.phases).toHaveLength(phases);
  const { receipts } = await desk.control.ledger(ana.phone);
  expect(receipts).toEqual([]);
  // The rightful owner takes over with what is stored and misses nothing.
  desk.host.interference = {};
  desk.reopen();
  await desk.untilConnected();
  await waitFor('the text', () => desk.texts().includes('de outro dono'));
});

test('stopping while connecting leaves nothing behind', async () => {
  await using desk = await Desk.create();
  desk.session.start();
  await desk.session.stop();
  const phases = desk.host.phases.length;
  await expect(
    desk.session.send({ id: 'X', to: jid(ana.phone), content: { kind: 'text', text: 'tarde' } }),
  ).rejects.toMatchObject({
    scope: 'channel',
  });
  expect(desk.host.phases).toHaveLength(phases);
});

test('logs hold no texts, keys or whole numbers', async () => {
  await using desk = await Desk.connected();
  await desk.control.send(ana.phone, { to: companyPhone, text: 'segredo do cliente', undecryptable: true });
  await waitFor('the text', () => desk.texts().includes('segredo do cliente'));
  await desk.control.fault({ kind: 'garbage', phone: companyPhone });
  await waitFor('the reconnect', () => desk.host.sawPhase('reconnecting'));
  const logs = desk.host.logs.join('\n');
  expect(logs).not.toContain('segredo');
  expect(logs).not.toMatch(/\d{8,}/);
  expect(logs).not.toMatch(/privKey|privateKey/);
});
