import { expect, test } from 'vitest';
import { type OutboundContent, SendError, type SendErrorCode } from '../src/index.ts';
import { timelockReport } from '../src/whatsapp/restriction.ts';
import { ana, bia, companyPhone, Desk, jid } from './support/desk.ts';
import { media } from './support/files.ts';
import { waitFor } from './support/wait-for.ts';

async function failureOf(work: Promise<unknown>): Promise<[string, SendErrorCode]> {
  const error: unknown = await work.then(
    () => null,
    (failure: unknown) => failure,
  );
  if (error instanceof SendError) return [error.scope, error.code];
  throw new Error(`expected a SendError, got ${String(error)}`);
}

test('a number is looked up with its address and LID, and nothing is sent', async () => {
  await using desk = await Desk.connected();
  const lid = (await desk.control.phones()).find(({ phone }) => phone === ana.phone)?.lid;
  expect(await desk.session.checkRecipient(ana.phone)).toEqual({ jid: jid(ana.phone), lid });
  expect(await desk.session.checkRecipient('5511977770000')).toBeNull();
  expect(await failureOf(desk.session.checkRecipient('12'))).toEqual(['permanent', 'bad_address']);
  expect((await desk.control.ledger(ana.phone)).messages).toEqual([]);
});

test('a Brazilian number is found under either spelling, and named as it is registered', async () => {
  await using desk = await Desk.connected();
  await desk.control.createPhone({ name: 'Velho', phone: '554799990001' });
  expect(await desk.session.checkRecipient('5547999990001')).toMatchObject({ jid: jid('554799990001') });
  const [, withoutNinth] = [ana.phone, ana.phone.replace('55119', '5511')];
  expect(await desk.session.checkRecipient(withoutNinth)).toMatchObject({ jid: jid(ana.phone) });
});

test('an unanswered question is no verdict, and a server that has had enough rests the number', async () => {
  await using desk = await Desk.connected({ timings: { queryTimeoutMs: 150 } });
  await desk.control.fault({ kind: 'silent-iq', phone: companyPhone, xmlns: 'usync' });
  expect(await failureOf(desk.session.checkRecipient(ana.phone))).toEqual(['row', 'timeout']);
  await desk.control.fault({ kind: 'iq-error', phone: companyPhone, xmlns: 'usync', code: 429 });
  expect(await failureOf(desk.session.checkRecipient(ana.phone))).toEqual(['channel', 'rate_limited']);
});

test('a lock on new people is told with its end and when it is lifted; existing chats go on', async () => {
  await using desk = await Desk.connected();
  await desk.receive(ana.phone, { text: 'oi' });
  const untilMs = Math.ceil(Date.now() / 1000) * 1000 + 3_600_000;
  await desk.control.fault({ kind: 'timelock', phone: companyPhone, untilMs });
  await waitFor('the lock', () => desk.host.restrictions.length > 0);
  expect(desk.host.restrictions[0]).toEqual({ code: 'timelock', untilMs });
  const cold = await desk.say(jid(bia.phone), 'oferta');
  await waitFor('the refusal', () =>
    desk.host.refused.some(({ remoteId, code }) => remoteId === cold && code === '463'),
  );
  const warm = await desk.say(jid(ana.phone), 'resposta');
  await waitFor('the delivery', () => desk.hasReceipt(warm, 'delivered'));
  expect((await desk.control.chat(bia.phone, companyPhone)).messages).toEqual([]);
  await desk.control.fault({ kind: 'timelock', phone: companyPhone, untilMs: 0 });
  await waitFor('the end', () => desk.host.restrictions.at(-1)?.untilMs === null);
});

test('a lock without an end is believed for a day', () => {
  expect(timelockReport({ isActive: true }, 1_000)).toEqual({ code: 'timelock', untilMs: 1_000 + 86_400_000 });
});

test('a group that we left, or where only admins write, is known before anything is sent', async () => {
  await using desk = await Desk.connected();
  const { id } = await desk.control.createGroup({ subject: 'Equipe', owner: ana.phone, members: [companyPhone] });
  const say = () => desk.session.send({ id: crypto.randomUUID(), to: id, content: { kind: 'text', text: 'oi' } });
  await desk.session.refreshGroup(id);
  await say();
  await desk.control.changeGroup(id, { kind: 'announcement', by: ana.phone });
  await waitFor('the change', () => desk.host.groups.at(-1)?.isAnnouncement === true);
  expect(await failureOf(say())).toEqual(['permanent', 'only_admins']);
  await desk.control.changeGroup(id, { kind: 'remove', by: ana.phone, phones: [companyPhone] });
  await waitFor('the removal', () => desk.host.groups.at(-1)?.isMember === false);
  expect(await failureOf(say())).toEqual(['permanent', 'not_member']);
});

test.each([
  [413, 'file_too_large'],
  [415, 'file_type_refused'],
] as const)('a media host that answers %d has given its verdict on the file', async (status, code) => {
  await using desk = await Desk.connected();
  await desk.control.fault({ kind: 'media-status', status });
  expect(await failureOf(desk.send(jid(ana.phone), media('document')))).toEqual(['permanent', code]);
});

test('what is passed on is marked on the phone, whatever its kind, and on its resend', async () => {
  await using desk = await Desk.connected();
  const contents: OutboundContent[] = [
    { kind: 'text', text: 'passa' },
    media('image', { caption: 'foto' }),
    media('document', { caption: 'com legenda' }),
    { kind: 'contacts', contacts: [{ name: 'Beto', phones: ['+55 11 98888-0009'] }] },
    { kind: 'location', latitude: 1, longitude: 2, name: null, address: null },
  ];
  for (const content of contents) {
    const id = crypto.randomUUID();
    await desk.session.send({ id, to: jid(ana.phone), content, isForwarded: true });
    const shown = await waitFor('the message', async () =>
      (await desk.control.chat(ana.phone, companyPhone)).messages.find((message) => message.id === id),
    );
    expect(shown.isForwarded, content.kind).toBe(true);
  }
  await desk.restart();
  await desk.control.fault({ kind: 'forget-sessions', phone: ana.phone });
  const id = crypto.randomUUID();
  await desk.session.send({ id, to: jid(ana.phone), content: { kind: 'text', text: 'de novo' }, isForwarded: true });
  const healed = await waitFor('the resend', async () =>
    (await desk.control.chat(ana.phone, companyPhone)).messages.find((message) => message.id === id),
  );
  expect(healed).toMatchObject({ text: 'de novo', isForwarded: true });
});
