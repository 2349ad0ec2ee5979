import { expect, test } from 'vitest';
import { ana, companyPhone, Desk } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

test('a ringing call shows once, names who rings and can be declined', async () => {
  await using desk = await Desk.connected();
  const message = await desk.receive(ana.phone, { kind: 'call', isVideo: true });
  const { lid } = (await desk.control.phones()).find(({ phone }) => phone === ana.phone) ?? { lid: '' };
  expect(message).toMatchObject({
    kind: 'call',
    remoteChat: `${lid}@lid`,
    person: { phone: ana.phone, lid },
    details: { kind: 'call', callId: message.remoteId, isVideo: true, outcome: 'offered' },
  });
  await desk.session.rejectCall({ callId: message.remoteId, from: message.remoteChat });
  const { messages } = await desk.control.chat(ana.phone, companyPhone);
  expect(messages).toMatchObject([{ kind: 'call', text: 'declined' }]);
});

test('a call while we were away is there afterwards', async () => {
  await using desk = await Desk.connected();
  await desk.session.stop();
  const { id } = await desk.control.send(ana.phone, { to: companyPhone, kind: 'call' });
  desk.reopen();
  await waitFor('the call', () => desk.messageWith(id));
  expect(desk.messageWith(id)?.details).toMatchObject({ kind: 'call', isVideo: false });
});

test('a call that could not be stored comes again', async () => {
  await using desk = await Desk.connected();
  let failures = 2;
  desk.host.interference.journal = async () => {
    failures -= 1;
    if (failures >= 0) throw new Error('database is away');
  };
  const { id } = await desk.control.send(ana.phone, { to: companyPhone, kind: 'call' });
  await waitFor('the call', () => desk.messageWith(id));
  expect(desk.host.sawPhase('reconnecting', 'storage_failed')).toBe(true);
});
