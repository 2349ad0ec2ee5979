import { expect, test } from 'vitest';
import { type HistoryBatch, type HistoryMessage, MediaError } from '../src/index.ts';
import { ana, bia, companyPhone, Desk } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

const dayMs = 86_400_000;
const signal = new AbortController().signal;
const everything = { sinceMs: 0, messagesPerChat: 10_000 };

async function pairedAfter(write: (desk: Desk) => Promise<void>): Promise<Desk> {
  const desk = await Desk.create();
  await desk.control.createPhone({ name: 'Loja', phone: companyPhone });
  await write(desk);
  await desk.pair();
  await waitFor('the whole past', () => desk.host.history.some(({ percent }) => percent === 100));
  return desk;
}

async function readAll(desk: Desk, limits = everything): Promise<HistoryBatch[]> {
  const batches: HistoryBatch[] = [];
  for (const { content } of desk.host.history) {
    for await (const batch of desk.session.readHistory(content, limits, signal)) batches.push(batch);
  }
  return batches;
}

const messagesOf = (batches: HistoryBatch[]): HistoryMessage[] => batches.flatMap(({ messages }) => messages);
const inOrder = (messages: HistoryMessage[]) =>
  messages.toSorted((a, b) => a.inbound.sentAtMs - b.inbound.sentAtMs).map(({ inbound }) => inbound.body);

test('a first pairing hands over the past: kinds, times, ticks, reactions and names, and nothing of it as live', async () => {
  const startMs = Date.now() - 5 * dayMs;
  await using desk = await pairedAfter(async ({ control }) => {
    const say = (from: string, to: string, rest: object) => control.send(from, { to, ...rest });
    const { id } = await say(ana.phone, companyPhone, { text: 'bom dia', atMs: startMs });
    await say(companyPhone, ana.phone, { text: 'olá!', atMs: startMs + 60_000 });
    await say(ana.phone, companyPhone, { kind: 'image', text: 'foto', atMs: startMs + 120_000 });
    await say(companyPhone, ana.phone, { kind: 'reaction', target: id, emoji: '👍' });
    await say(bia.phone, companyPhone, { kind: 'location', text: 'Praça', atMs: startMs });
    await control.nameContact(companyPhone, { phone: ana.phone, name: 'Ana da padaria' });
  });
  const batches = await readAll(desk);
  const messages = messagesOf(batches);
  const { lid } = (await desk.control.phones()).find(({ phone }) => phone === ana.phone) ?? { lid: '' };
  const hers = messages.filter(({ inbound }) => inbound.remoteChat === `${lid}@lid`);
  expect(hers.map(({ inbound, state }) => [inbound.kind, inbound.body, inbound.fromMe, state])).toEqual([
    ['text', 'bom dia', false, null],
    ['reaction', '👍', true, null],
    ['text', 'olá!', true, expect.any(String)],
    ['image', 'foto', false, null],
  ]);
  expect(hers[0]?.inbound).toMatchObject({
    person: { phone: ana.phone, lid },
    sentAtMs: Math.floor(startMs / 1000) * 1000,
  });
  expect(messages.find(({ inbound }) => inbound.kind === 'location')?.inbound.body).toBe('Praça');
  const people = batches.flatMap((batch) => batch.people);
  expect(people).toContainEqual({ phone: ana.phone, lid, name: 'Ana da padaria', source: 'phonebook' });
  expect(people).toContainEqual({ phone: ana.phone, lid, name: 'Ana', source: 'profile' });
  expect(desk.host.journaled).toEqual([]);
  expect(desk.host.identities).toContainEqual({ phone: ana.phone, lid });
});

test('a long past comes in parts over the media host, in batches, and can be read again', async () => {
  const startMs = Math.floor(Date.now() / 1000) * 1000 - 10 * dayMs;
  await using desk = await pairedAfter(async ({ control }) => {
    for (let index = 0; index < 2_300; index += 1) {
      await control.send(ana.phone, { to: companyPhone, text: `m${index}`, atMs: startMs + index * 1_000 });
    }
  });
  const first = await readAll(desk);
  const texts = inOrder(messagesOf(first));
  expect(texts).toEqual(Array.from({ length: 2_300 }, (_, index) => `m${index}`));
  expect(Math.max(...first.map(({ messages }) => messages.length))).toBeLessThanOrEqual(100);
  const percents = desk.host.history.flatMap(({ percent }) => percent ?? []);
  expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  expect(inOrder(messagesOf(await readAll(desk)))).toEqual(texts);
  const late = await readAll(desk, { sinceMs: startMs + 2_290_000, messagesPerChat: 10_000 });
  expect(inOrder(messagesOf(late))).toEqual(texts.slice(-10));
  const few = await readAll(desk, { sinceMs: 0, messagesPerChat: 5 });
  expect(messagesOf(few).map(({ inbound }) => inbound.body)).toContain('m2299');
  expect(messagesOf(few).length).toBeLessThanOrEqual(5 * desk.host.history.length);
});

test('a part that the media host does not give is an error that says so', async () => {
  await using desk = await pairedAfter(async ({ control }) => {
    const text = Array.from({ length: 30_000 }, () => Math.random().toString(36).slice(2, 4)).join('');
    for (const at of [1, 2, 3])
      await control.send(ana.phone, { to: companyPhone, text: text.slice(0, 20_000 * at), atMs: Date.now() - dayMs });
  });
  await desk.control.fault({ kind: 'media-status', status: 404 });
  const failure: unknown = await readAll(desk).catch((error: unknown) => error);
  expect(failure instanceof MediaError && failure.code).toBe('expired');
  expect(messagesOf(await readAll(desk))).toHaveLength(3);
});

test('a part that could not be kept is handed over again', async () => {
  await using desk = await Desk.create();
  await desk.control.createPhone({ name: 'Loja', phone: companyPhone });
  await desk.control.send(ana.phone, { to: companyPhone, text: 'antes', atMs: Date.now() - dayMs });
  let failures = 1;
  desk.host.interference.history = async () => {
    failures -= 1;
    if (failures >= 0) throw new Error('database is away');
  };
  desk.session.start();
  const { qr } = await waitFor('a QR code', () => desk.host.phases.find((change) => change.qr));
  await desk.control.scan(companyPhone, { qr: qr ?? '', name: 'Loja' });
  await waitFor('the whole past', () => desk.host.history.some(({ percent }) => percent === 100));
  await waitFor('the connection', () => desk.session.phase === 'connected');
  expect(messagesOf(await readAll(desk)).map(({ inbound }) => inbound.body)).toEqual(['antes']);
});

test('what stands before a message is had from the phone on demand', async () => {
  await using desk = await pairedAfter(async ({ control }) => {
    for (let index = 0; index < 8; index += 1) {
      await control.send(ana.phone, { to: companyPhone, text: `m${index}`, atMs: Date.now() - dayMs + index * 1_000 });
    }
  });
  const newest = messagesOf(await readAll(desk)).at(-1)?.inbound;
  if (!newest) throw new Error('no past');
  await desk.session.fetchHistory(newest, 3);
  const part = await waitFor('the answer', () => desk.host.history.find(({ isRequested }) => isRequested));
  const batches: HistoryBatch[] = [];
  for await (const batch of desk.session.readHistory(part.content, everything, signal)) batches.push(batch);
  expect(inOrder(messagesOf(batches))).toEqual(['m4', 'm5', 'm6']);
});
