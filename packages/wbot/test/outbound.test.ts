import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { reserveMessageId, SendError } from '../src/index.ts';
import { ana, bia, companyPhone, Desk, jid } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

async function refusalOf(work: Promise<unknown>): Promise<SendError> {
  const error: unknown = await work.then(
    () => null,
    (failure: unknown) => failure,
  );
  if (error instanceof SendError) return error;
  throw new Error(`expected a SendError, got ${String(error)}`);
}

test('a refusal by the server names its code and gives no tick', async () => {
  await using desk = await Desk.connected();
  await desk.control.fault({ kind: 'nack', phone: companyPhone, code: '463' });
  const id = await desk.say(jid(ana.phone), 'recusada');
  const refused = await waitFor('the refusal', () => desk.host.refused[0]);
  expect(refused).toEqual({ remoteId: id, code: '463' });
  expect(desk.host.receipts).toEqual([]);
});

test('a send whose ack got lost can be repeated: the customer sees it once', async () => {
  await using desk = await Desk.connected();
  await desk.control.fault({ kind: 'lost-ack', phone: companyPhone });
  const id = await desk.say(jid(ana.phone), 'uma vez só');
  await waitFor('its delivery', () => desk.hasReceipt(id, 'delivered'));
  expect(desk.hasReceipt(id, 'sent')).toBe(false);
  await desk.say(jid(ana.phone), 'uma vez só', id);
  await waitFor('the ack', () => desk.hasReceipt(id, 'sent'));
  await waitFor('the repetition', async () => (await desk.control.ledger(ana.phone)).messages[0]?.count === 2);
  const { messages } = await desk.control.chat(ana.phone, companyPhone);
  expect(messages.map(({ text }) => text)).toEqual(['uma vez só']);
});

test('a tick that could not be stored is not confirmed, and told again on the next connection', async () => {
  await using desk = await Desk.connected();
  await desk.control.setReads(ana.phone, 'manual');
  const { sink } = desk.host.ports;
  const { receipt } = sink;
  let refusals = 0;
  sink.receipt = async (news) => {
    if (news.state === 'sent') return await receipt(news);
    refusals += 1;
    throw new Error('database is away');
  };
  const id = await desk.say(jid(ana.phone), 'oi');
  await waitFor('the refusal', () => refusals > 0);
  sink.receipt = receipt;
  await desk.control.fault({ kind: 'drop', phone: companyPhone });
  await waitFor('its delivery', () => desk.hasReceipt(id, 'delivered'));
});

test('a number that is not on WhatsApp is refused for good, before anything is sent', async () => {
  await using desk = await Desk.connected();
  const refusal = await refusalOf(desk.say(jid('5511977770000'), 'ninguém'));
  expect([refusal.scope, refusal.code]).toEqual(['permanent', 'not_on_whatsapp']);
  const strange = await refusalOf(desk.say('not an address', 'ninguém'));
  expect([strange.scope, strange.code]).toEqual(['permanent', 'bad_address']);
});

test('an unanswered question about the recipient is trouble of the row, not a verdict', async () => {
  await using desk = await Desk.connected({ timings: { queryTimeoutMs: 150 } });
  await desk.control.fault({ kind: 'silent-iq', phone: companyPhone, xmlns: 'usync', count: 2 });
  const refusal = await refusalOf(desk.say(jid(ana.phone), 'alô?'));
  expect([refusal.scope, refusal.code]).toEqual(['row', 'timeout']);
  const id = await desk.say(jid(ana.phone), 'alô de novo');
  await waitFor('its delivery', () => desk.hasReceipt(id, 'delivered'));
});

test('while the channel is away a send blames the channel', async () => {
  await using desk = await Desk.create();
  const refusal = await refusalOf(
    desk.session.send({ id: reserveMessageId(), to: jid(ana.phone), content: { kind: 'text', text: 'cedo' } }),
  );
  expect([refusal.scope, refusal.code]).toEqual(['channel', 'disconnected']);
  await expect(desk.session.setTyping({ to: jid(ana.phone), active: true })).resolves.toBeUndefined();
});

test('a phone that lost its keys asks again and gets the text from the lookup', async () => {
  await using desk = await Desk.connected();
  await desk.say(jid(ana.phone), 'antes');
  await desk.control.send(ana.phone, { to: companyPhone, text: 'ok' });
  await waitFor('the answer', () => desk.texts().includes('ok'));
  // A restarted process has no memory of what it sent; only the lookup does.
  await desk.restart();
  await desk.control.fault({ kind: 'forget-sessions', phone: ana.phone });
  const id = await desk.say(jid(ana.phone), 'depois');
  await waitFor('the tick', () => desk.hasReceipt(id, 'read'));
  const { messages } = await desk.control.chat(ana.phone, companyPhone);
  expect(messages.filter(({ fromMe }) => !fromMe).map(({ text }) => text)).toEqual(['antes', 'depois']);
});

test('sending and receiving at once with one contact loses and repeats nothing', async () => {
  await using desk = await Desk.connected();
  // A store as slow as a database: what is read before another write commits would undo that write.
  desk.host.interference.loadKeys = () => setTimeout(2);
  desk.host.interference.saveKeys = () => setTimeout(5);
  const count = 40;
  const numbers = Array.from({ length: count }, (_, index) => index);
  await Promise.all([
    (async () => {
      for (const number of numbers) await desk.say(jid(ana.phone), `sai ${number}`);
    })(),
    (async () => {
      for (const number of numbers) await desk.control.send(ana.phone, { to: companyPhone, text: `entra ${number}` });
    })(),
  ]);
  await waitFor('everything in', () => desk.texts().length === count);
  const ledger = await waitFor('everything out', async () => {
    const seen = await desk.control.ledger(ana.phone);
    return seen.messages.length === count && seen;
  });
  expect(desk.texts()).toEqual(numbers.map((number) => `entra ${number}`));
  expect(ledger.messages.map(({ text, count: times }) => [text, times])).toEqual(
    numbers.map((number) => [`sai ${number}`, 1]),
  );
  expect(ledger.receipts.filter(({ state }) => state === 'retry' || state === 'nack')).toEqual([]);
});

test('manual phones read when their owner does', async () => {
  await using desk = await Desk.connected();
  await desk.control.setReads(bia.phone, 'manual');
  const id = await desk.say(jid(bia.phone), 'quando puder');
  await waitFor('delivery', () => desk.hasReceipt(id, 'delivered'));
  expect((await desk.control.chat(bia.phone, companyPhone)).messages[0]?.state).toBe('delivered');
  await desk.control.read(bia.phone, companyPhone);
  await waitFor('the blue tick', () => desk.hasReceipt(id, 'read'));
});
