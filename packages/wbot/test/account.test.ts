import { expect, test } from 'vitest';
import { MediaError } from '../src/index.ts';
import { ana, bia, companyPhone, Desk, jid } from './support/desk.ts';
import { waitFor } from './support/wait-for.ts';

const signal = new AbortController().signal;
const lidOf = async (desk: Desk, phone: string) =>
  (await desk.control.phones()).find((view) => view.phone === phone)?.lid ?? '';

test('what is read on the phone is told once, with everything that was unread there', async () => {
  await using desk = await Desk.connected();
  const [first, second] = [
    await desk.receive(ana.phone, { text: 'um' }),
    await desk.receive(ana.phone, { text: 'dois' }),
  ];
  await desk.control.read(companyPhone, ana.phone);
  const read = await waitFor('the news', () => desk.host.readElsewhere[0]);
  expect(read).toMatchObject({ remoteChat: first.remoteChat, person: { phone: ana.phone } });
  expect(read.remoteIds).toEqual([first.remoteId, second.remoteId]);
  await desk.control.read(companyPhone, ana.phone);
  await desk.receive(ana.phone, { text: 'três' });
  expect(desk.host.readElsewhere).toHaveLength(1);
});

test('what was read on the phone and could not be recorded is told again after the next connection', async () => {
  await using desk = await Desk.connected();
  const { remoteId } = await desk.receive(ana.phone, { text: 'um' });
  let refused = 0;
  desk.host.interference.readElsewhere = async () => {
    refused += 1;
    throw new Error('database is away');
  };
  await desk.control.read(companyPhone, ana.phone);
  await waitFor('the refusal', () => refused === 1);
  desk.host.interference = {};
  await desk.restart();
  await waitFor('the news', () => desk.host.readElsewhere[0]);
  expect(desk.host.readElsewhere.map(({ remoteIds }) => remoteIds)).toEqual([[remoteId]]);
});

test('profile names are told once, and again when they change', async () => {
  await using desk = await Desk.connected();
  await desk.receive(ana.phone, { text: 'oi' });
  await desk.receive(ana.phone, { text: 'de novo' });
  await waitFor('the name', () => desk.host.names.length > 0);
  await desk.receive(bia.phone, { text: 'oi' });
  await waitFor('the other name', () => desk.host.names.length > 1);
  expect(desk.host.names.map(({ name, source }) => [name, source])).toEqual([
    ['Ana', 'profile'],
    ['Bia', 'profile'],
  ]);
});

test('pictures are fetched from the provider alone; none, and a hidden one, are no errors', async () => {
  await using desk = await Desk.connected();
  await desk.receive(ana.phone, { text: 'oi' });
  const fetched = async () => {
    const stream = await desk.session.fetchPicture(jid(ana.phone), signal);
    return stream && Buffer.concat(await stream.toArray()).toString();
  };
  expect(await fetched()).toBeNull();
  await desk.control.setPicture(ana.phone, { base64: Buffer.from('a picture').toString('base64') });
  await waitFor('the news', () => desk.host.pictures[0]);
  expect(desk.host.pictures[0]).toMatchObject({ phone: ana.phone });
  expect(await fetched()).toBe('a picture');
  await desk.control.setPicture(ana.phone, { base64: Buffer.alloc(2 ** 20 + 1).toString('base64') });
  const failure: unknown = await fetched().catch((error: unknown) => error);
  expect(failure instanceof MediaError && failure.code).toBe('too_large');
  await desk.control.setPicture(ana.phone, { base64: 'QQ==', isHidden: true });
  expect(await fetched()).toBeNull();
});

test('the block list is known after each connection, and changed from both sides', async () => {
  await using desk = await Desk.connected();
  const lid = await lidOf(desk, ana.phone);
  await waitFor('the list', () => desk.host.blocked.length === 1);
  expect(desk.host.blocked[0]).toEqual({ isWhole: true, people: [] });
  await desk.receive(ana.phone, { text: 'oi' });
  await desk.control.block(companyPhone, { phone: ana.phone, isBlocked: true });
  await waitFor('the change', () => desk.host.blocked.length === 2);
  expect(desk.host.blocked[1]).toEqual({ isWhole: false, people: [{ phone: ana.phone, lid, isBlocked: true }] });
  await desk.session.setBlocked({ phone: ana.phone, lid }, false);
  await desk.session.setBlocked({ phone: ana.phone, lid }, true);
  await desk.restart();
  await waitFor('the list again', () => desk.host.blocked.at(-1)?.isWhole);
  expect(desk.host.blocked.at(-1)?.people).toMatchObject([{ lid, isBlocked: true }]);
});

test('the end of a call is told as a change of the call', async () => {
  await using desk = await Desk.connected();
  const rows = [
    ['timeout', 'missed'],
    ['hang-up', 'ended'],
    ['accepted', 'accepted'],
    ['rejected', 'rejected'],
  ] as const;
  for (const [end, outcome] of rows) {
    const { remoteId } = await desk.receive(ana.phone, { kind: 'call' });
    await desk.control.endCall(ana.phone, { id: remoteId, to: companyPhone, end });
    const ended = await waitFor('its end', () =>
      desk.host.messages(desk.driver).find(({ targetRemoteId }) => targetRemoteId === remoteId),
    );
    expect(ended).toMatchObject({ kind: 'call', details: { kind: 'call', callId: remoteId, outcome } });
  }
});

test('a message that its writer cannot send again is had from the own phone', async () => {
  await using desk = await Desk.connected();
  await desk.receive(ana.phone, { text: 'oi' });
  const healed = await desk.receive(ana.phone, { text: 'só uma vez', isLost: true });
  expect(desk.host.undecryptable.map(({ remoteId }) => remoteId)).toContain(healed.remoteId);
  expect(healed).toMatchObject({ kind: 'text', body: 'só uma vez', person: { phone: ana.phone } });
}, 30_000);

test('messages that were announced and never came are reported', async () => {
  await using desk = await Desk.connected();
  await desk.session.stop();
  for (const text of ['1', '2', '3']) await desk.control.send(ana.phone, { to: companyPhone, text });
  await desk.control.fault({ kind: 'lose-backlog', phone: companyPhone, count: 2 });
  desk.reopen();
  await desk.untilConnected();
  await waitFor('the message that came', () => desk.texts().includes('3'));
  expect(desk.host.gaps).toEqual([2]);
});

test('complete until moves on with the connection and ends with it', async () => {
  await using desk = await Desk.connected({ timings: { completeEveryMs: 20 } });
  const [first = 0] = desk.host.completeUntil;
  await desk.receive(ana.phone, { text: 'oi' });
  const beforeMs = Date.now();
  await desk.receive(ana.phone, { text: 'ainda aí?' });
  await waitFor('a later word', () => (desk.host.completeUntil.at(-1) ?? 0) >= beforeMs);
  await desk.session.stop();
  const last = desk.host.completeUntil.at(-1) ?? 0;
  expect(last).toBeGreaterThan(first);
  expect(last).toBeLessThanOrEqual(Date.now());
});
