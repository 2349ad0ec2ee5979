import { expect, test } from 'vitest';
import { SimulatorError, startSimulator } from '../src/simulator/index.ts';
import { ana, companyPhone, Desk, jid } from './support/desk.ts';
import { scratchFolder } from './support/paired-snapshot.ts';
import { waitFor } from './support/wait-for.ts';

test('with a data folder the network survives its own restart', async () => {
  const dataDir = await scratchFolder();
  await using desk = await Desk.connected({ simulator: { dataDir } });
  await desk.control.send(ana.phone, { to: companyPhone, text: 'antes da queda' });
  await waitFor('the first text', () => desk.texts().length === 1);
  const id = await desk.say(jid(ana.phone), 'até já');
  await waitFor('its tick', () => desk.hasReceipt(id, 'read'));
  await desk.session.stop();
  await desk.control.send(ana.phone, { to: companyPhone, text: 'ninguém em casa' });
  const { port } = desk.simulator;
  await desk.simulator.close();

  const delays = { ackMs: [2, 8], receiptMs: [3, 10], readMs: [20, 40] } as const;
  await using again = await startSimulator({ port, dataDir, delays });
  const { messages } = await again.control.chat(ana.phone, companyPhone);
  expect(messages.map(({ text }) => text)).toEqual(['antes da queda', 'até já', 'ninguém em casa']);
  desk.reopen();
  await desk.untilConnected();
  await waitFor('the kept text', () => desk.texts().includes('ninguém em casa'));
  await again.control.send(ana.phone, { to: companyPhone, text: 'e agora' });
  await waitFor('a new text', () => desk.texts().includes('e agora'));
  const next = await desk.say(jid(ana.phone), 'tudo certo');
  await waitFor('its tick', () => desk.hasReceipt(next, 'read'));
  expect(desk.host.phases.filter(({ phase }) => phase === 'qr')).toEqual([]);
  expect((await again.control.ledger(ana.phone)).receipts.filter(({ state }) => state === 'retry')).toEqual([]);
  await desk.session.stop();
});

test('a read receipt that a restart interrupted comes afterwards', async () => {
  const dataDir = await scratchFolder();
  const slowReads = { ackMs: [2, 8], receiptMs: [3, 10], readMs: [60_000, 60_000] } as const;
  await using desk = await Desk.connected({ simulator: { dataDir, delays: slowReads } });
  const id = await desk.say(jid(ana.phone), 'leia depois');
  await waitFor('its delivery', () => desk.hasReceipt(id, 'delivered'));
  const { port } = desk.simulator;
  await desk.simulator.close();
  await using _again = await startSimulator({ port, dataDir, delays: { ...slowReads, readMs: [5, 10] } });
  await waitFor('the blue tick', () => desk.hasReceipt(id, 'read'));
  await desk.session.stop();
});

test('refusals name the field', async () => {
  await using simulator = await startSimulator();
  const { control, url } = simulator;
  await control.createPhone(ana);
  const refusal = async (work: Promise<unknown>) => {
    const error: unknown = await work.catch((failure: unknown) => failure);
    return error instanceof SimulatorError ? [error.status, error.field] : error;
  };
  expect(await refusal(control.createPhone({ name: '' }))).toEqual([400, 'name']);
  expect(await refusal(control.createPhone({ name: 'X', phone: '+55 11' }))).toEqual([400, 'phone']);
  expect(await refusal(control.send('5511900009999', { to: ana.phone, text: 'x' }))).toEqual([404, 'phone']);
  expect(await refusal(control.send(ana.phone, { to: '5511900009999', text: 'x' }))).toEqual([404, 'to']);
  expect(await refusal(control.send(ana.phone, { to: ana.phone, text: 'x', copies: 0 }))).toEqual([400, 'copies']);
  expect(await refusal(control.scan(companyPhone, { qr: 'not a code', name: 'Loja' }))).toEqual([400, 'qr']);
  expect(await refusal(control.scan(companyPhone, { qr: 'a,b,c,d', name: 'Loja' }))).toEqual([410, 'qr']);
  expect(await refusal(control.ledger('5511900009999'))).toEqual([404, 'phone']);
  const malformed = await fetch(`${url}/control/phones`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{',
  });
  expect([malformed.status, await malformed.json()]).toEqual([400, { error: { field: 'body', message: 'not JSON' } }]);
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(`${url}/nowhere`)).status).toBe(404);
});

test('the unattended scan gives the same name the same account and a next device', async () => {
  await using desk = await Desk.create();
  const scan = async (qr: string) =>
    await fetch(`${desk.simulator.url}/admin/mock-phone/scan-qr`, { method: 'POST', body: qr });
  desk.session.start();
  const first = await waitFor('a code', () => desk.host.phases.find(({ qr }) => qr)?.qr);
  expect((await scan(first)).status).toBe(200);
  await desk.untilConnected();
  const account = desk.host.lastPhase()?.account;
  expect(account?.phone).toMatch(/^55\d{11}$/);
  expect((await scan('nonsense')).status).toBe(400);
});

test('phones show chats, unread counts and names', async () => {
  await using desk = await Desk.connected();
  await desk.control.setReads(ana.phone, 'manual');
  await desk.say(jid(ana.phone), 'um');
  await desk.say(jid(ana.phone), 'dois');
  const view = await waitFor('two unread', async () =>
    (await desk.control.phones()).find(({ phone, chats }) => phone === ana.phone && chats[0]?.unread === 2),
  );
  expect(view).toMatchObject({ name: 'Ana', role: 'customer', reads: 'manual', devices: 0, typingFrom: [] });
  expect(view.chats[0]).toMatchObject({ peer: companyPhone, peerName: 'Loja' });
  const company = (await desk.control.phones()).find(({ phone }) => phone === companyPhone);
  expect(company).toMatchObject({ role: 'company', devices: 1 });
});

test('five hundred phones are soon there, and each one that writes is heard once', async () => {
  await using desk = await Desk.connected();
  const people = Array.from({ length: 500 }, (_, index) => `55119${10_000_000 + index}`);
  for (const phone of people) await desk.control.createPhone({ name: `Cliente ${phone}`, phone });
  const writers = people.slice(0, 60);
  for (const phone of writers) await desk.control.send(phone, { to: companyPhone, text: phone });
  await waitFor('all of them', () => desk.texts().length >= writers.length);
  expect(desk.texts()).toEqual(writers);
  expect(await desk.control.phones()).toHaveLength(people.length + 3);
});

test('a taken port is an error, not a hang', async () => {
  await using simulator = await startSimulator();
  await expect(startSimulator({ port: simulator.port })).rejects.toThrow('EADDRINUSE');
});

test('acks arrive in the order of the sends, at realistic delays too', async () => {
  await using desk = await Desk.connected({
    simulator: { delays: { ackMs: [0, 60], receiptMs: [0, 0], readMs: [10, 10] } },
  });
  const ids: string[] = [];
  for (let index = 0; index < 15; index += 1) ids.push(await desk.say(jid(ana.phone), `n ${index}`));
  await waitFor('all acks', () => ids.every((id) => desk.hasReceipt(id, 'sent')));
  const acks = desk.host.receipts.filter(({ state }) => state === 'sent').map(({ id }) => id);
  expect(acks).toEqual(ids);
  await waitFor('all texts', async () => (await desk.control.ledger(ana.phone)).messages.length === ids.length);
  expect((await desk.control.ledger(ana.phone)).messages.map(({ id }) => id)).toEqual(ids);
});
