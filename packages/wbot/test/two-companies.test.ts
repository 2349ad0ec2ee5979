import { expect, test } from 'vitest';
import { reserveMessageId } from '../src/index.ts';
import { companyPhone, Desk, jid } from './support/desk.ts';
import { MemoryHost } from './support/memory-host.ts';
import { waitFor } from './support/wait-for.ts';

const otherPhone = '5511900000002';

async function pairSecond(desk: Desk): Promise<{ host: MemoryHost; session: ReturnType<Desk['driver']['open']> }> {
  const host = new MemoryHost();
  const session = desk.driver.open(host.ports);
  session.start();
  const { qr } = await waitFor('a code', () => host.phases.find((change) => change.qr));
  await desk.control.scan(otherPhone, { qr: qr ?? '', name: 'Oficina' });
  await waitFor('the second connection', () => session.phase === 'connected' && host.caughtUp > 0);
  return { host, session };
}

test('two linked numbers of one process talk to each other', async () => {
  await using desk = await Desk.connected();
  const { host, session } = await pairSecond(desk);
  const id = await desk.say(jid(otherPhone), 'oi, oficina');
  await waitFor('the text', () => host.messages(desk.driver).some(({ body }) => body === 'oi, oficina'));
  await waitFor('its tick', () => desk.hasReceipt(id, 'delivered'));
  expect(host.messages(desk.driver)[0]).toMatchObject({
    fromMe: false,
    person: { phone: companyPhone, pushName: 'Loja' },
  });
  const answer = reserveMessageId();
  host.sent.set(answer, 'oi, loja');
  await session.send({ id: answer, to: jid(companyPhone), content: { kind: 'text', text: 'oi, loja' } });
  await waitFor('the answer', () => desk.texts().includes('oi, loja'));
  await session.setTyping({ to: jid(companyPhone), active: true });
  await waitFor('typing', () => desk.host.typing.some(({ phone, active }) => phone === otherPhone && active));
  await session.stop();
});

test('a linked device that lost a session asks the other one again', async () => {
  await using desk = await Desk.connected();
  const { host, session } = await pairSecond(desk);
  await desk.say(jid(otherPhone), 'um');
  await waitFor('the first text', () => host.messages(desk.driver).length === 1);
  const answer = reserveMessageId();
  host.sent.set(answer, 'certo');
  await session.send({ id: answer, to: jid(companyPhone), content: { kind: 'text', text: 'certo' } });
  await waitFor('the answer', () => desk.texts().includes('certo'));
  await session.stop();
  for (const key of [...host.keys.keys()]) if (key.startsWith('session/')) host.keys.delete(key);
  const again = desk.driver.open(host.ports);
  again.start();
  const id = await desk.say(jid(otherPhone), 'dois');
  await waitFor('the healed text', () => host.messages(desk.driver).some(({ body }) => body === 'dois'));
  expect(host.undecryptable.map(({ remoteId }) => remoteId)).toContain(id);
  await again.stop();
});

test('the owner links a second device: both see the same chat', async () => {
  await using desk = await Desk.connected();
  const second = new MemoryHost();
  const session = desk.driver.open(second.ports);
  session.start();
  const { qr } = await waitFor('a code', () => second.phases.find((change) => change.qr));
  await desk.control.scan(companyPhone, { qr: qr ?? '' });
  await waitFor('the second device', () => session.phase === 'connected' && second.caughtUp > 0);
  await desk.control.createPhone({ name: 'Caio', phone: '5511988880003' });
  await desk.control.send('5511988880003', { to: companyPhone, text: 'para todos' });
  const reached = () =>
    [desk.host, second].every((host) => host.messages(desk.driver).some(({ body }) => body === 'para todos'));
  await waitFor('the text on both', reached);
  const id = await desk.say(jid('5511988880003'), 'da primeira');
  await waitFor('the copy', () => second.messages(desk.driver).find((message) => message.remoteId === id));
  expect(second.messages(desk.driver).find((message) => message.remoteId === id)).toMatchObject({
    fromMe: true,
    body: 'da primeira',
    person: { phone: '5511988880003' },
  });
  await session.stop();
});
