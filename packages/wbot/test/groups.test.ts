import { expect, test } from 'vitest';
import type { GroupInfo } from '../src/index.ts';
import type { GroupView, NewMessage } from '../src/simulator/index.ts';
import { ana, bia, companyPhone, Desk } from './support/desk.ts';
import { media } from './support/files.ts';
import { waitFor } from './support/wait-for.ts';

async function lidOf(desk: Desk, phone: string): Promise<string> {
  const found = (await desk.control.phones()).find((view) => view.phone === phone);
  return found?.lid ?? '';
}

async function openGroup(desk: Desk, addressing: 'pn' | 'lid' = 'lid'): Promise<string> {
  const members = [bia.phone, companyPhone];
  const { id } = await desk.control.createGroup({ subject: 'Turma', owner: ana.phone, members, addressing });
  await groupWhere(desk, (group) => group.remoteChat === id);
  return id;
}

async function groupWhere(desk: Desk, look: (group: GroupInfo) => boolean): Promise<GroupInfo> {
  return await waitFor('news of the group', () => desk.host.groups.findLast(look));
}

/** Ids of what a phone has in a group. */
async function idsOn(desk: Desk, phone: string, group: string): Promise<string[]> {
  return (await desk.control.chat(phone, group)).messages.map(({ id }) => id);
}

async function receive(desk: Desk, phone: string, to: string, message: Omit<NewMessage, 'to'>) {
  return await desk.receive(phone, { ...message, to });
}

test.each(['lid', 'pn'] as const)('a group (%s) is told of, written in and read from', async (addressing) => {
  await using desk = await Desk.connected();
  const group = await openGroup(desk, addressing);
  const known = await groupWhere(desk, ({ remoteChat }) => remoteChat === group);
  expect(known).toMatchObject({ subject: 'Turma', isMember: true, isAnnouncement: false });
  const people = known.participants.map(({ phone, lid, role }) => ({ phone, lid, role }));
  expect(people).toContainEqual({ phone: ana.phone, lid: await lidOf(desk, ana.phone), role: 'owner' });
  expect(people).toContainEqual({ phone: bia.phone, lid: await lidOf(desk, bia.phone), role: 'member' });

  for (const [index, writer] of [ana, bia, ana].entries()) {
    const message = await receive(desk, writer.phone, group, { text: `mensagem ${index}` });
    expect(message).toMatchObject({ remoteChat: group, isGroup: true, body: `mensagem ${index}`, fromMe: false });
    expect(message.person).toEqual({
      phone: writer.phone,
      lid: await lidOf(desk, writer.phone),
      pushName: writer.name,
      username: null,
    });
  }
  const own = await receive(desk, companyPhone, group, { text: 'do celular' });
  expect(own).toMatchObject({ fromMe: true, isGroup: true });

  const sent = await desk.send(group, { kind: 'text', text: 'para todos' });
  for (const phone of [ana.phone, bia.phone, companyPhone]) {
    await waitFor(`the text on ${phone}`, async () => (await idsOn(desk, phone, group)).includes(sent));
  }
  const readers = () => desk.host.receipts.filter(({ id, state }) => id === sent && state === 'read');
  await waitFor('the ticks of both', () => readers().length === 2);
  const names = readers().map(({ participant }) => participant?.phone);
  expect(names.toSorted()).toEqual([ana.phone, bia.phone]);
  expect(desk.host.undecryptable).toEqual([]);
  const retries = (await desk.control.ledger(ana.phone)).receipts.filter(({ state }) => state === 'retry');
  expect(retries).toEqual([]);
});

test('notices say who did what, and the group is asked for again', async () => {
  await using desk = await Desk.connected();
  const group = await openGroup(desk);
  const caio = { phone: '5511988880003', name: 'Caio' };
  await desk.control.createPhone(caio);
  const by = ana.phone;
  await desk.control.changeGroup(group, { kind: 'add', by, phones: [caio.phone] });
  await groupWhere(desk, ({ participants }) => participants.length === 4);
  await desk.control.changeGroup(group, { kind: 'subject', by, text: 'Turma B' });
  await groupWhere(desk, ({ subject }) => subject === 'Turma B');
  await desk.control.changeGroup(group, { kind: 'promote', by, phones: [bia.phone] });
  await groupWhere(desk, ({ participants }) => participants.some(({ role }) => role === 'admin'));
  await desk.control.changeGroup(group, { kind: 'remove', by: caio.phone, phones: [caio.phone] });
  await groupWhere(desk, ({ participants }) => participants.length === 3);
  await desk.control.changeGroup(group, { kind: 'announcement', by });
  await groupWhere(desk, ({ isAnnouncement }) => isAnnouncement);
  const notices = desk.host.messages(desk.driver).filter(({ kind }) => kind === 'system');
  const said = notices.map(({ details }) => (details?.kind === 'group-notice' ? [details.notice, details.text] : null));
  expect(said).toEqual([
    ['create', 'Turma'],
    ['add', null],
    ['subject', 'Turma B'],
    ['promote', null],
    ['leave', null],
    ['settings', null],
  ]);
  expect(notices[1]).toMatchObject({
    remoteChat: group,
    isGroup: true,
    person: { phone: ana.phone, lid: await lidOf(desk, ana.phone) },
    details: { people: [{ phone: caio.phone, lid: await lidOf(desk, caio.phone) }] },
  });
});

test('who was removed gets nothing and cannot write', async () => {
  await using desk = await Desk.connected();
  const group = await openGroup(desk);
  const first = await desk.send(group, { kind: 'text', text: 'com todos' });
  await waitFor('the text', async () => (await idsOn(desk, bia.phone, group)).includes(first));
  await desk.control.changeGroup(group, { kind: 'remove', by: ana.phone, phones: [bia.phone] });
  await groupWhere(desk, ({ participants }) => participants.length === 2);
  const second = await desk.send(group, { kind: 'text', text: 'sem a Bia' });
  await waitFor('the text', async () => (await idsOn(desk, ana.phone, group)).includes(second));
  expect(await idsOn(desk, bia.phone, group)).toEqual([first]);
  await expect(desk.control.send(bia.phone, { to: group, text: 'oi?' })).rejects.toThrow('not a member');

  await desk.control.changeGroup(group, { kind: 'remove', by: ana.phone, phones: [companyPhone] });
  await groupWhere(desk, ({ isMember }) => !isMember);
  const third = await desk.send(group, { kind: 'text', text: 'fora' }).catch(() => null);
  if (third) await waitFor('the refusal', () => desk.host.refused.some(({ remoteId }) => remoteId === third));
  expect(await idsOn(desk, ana.phone, group)).toEqual([first, second]);
  const { id } = await desk.control.send(ana.phone, { to: group, text: 'só nós' });
  const { id: marker } = await desk.control.send(ana.phone, { to: companyPhone, text: 'direto' });
  await waitFor('the direct text', () => desk.messageWith(marker));
  expect(desk.messageWith(id)).toBeUndefined();
});

test('files, replies, mentions, reactions and deletions work in groups', async () => {
  await using desk = await Desk.connected();
  const group = await openGroup(desk);
  const question = await receive(desk, bia.phone, group, { text: 'cadê?', mentions: [companyPhone] });
  expect(question.mentions).toEqual([{ phone: null, lid: await lidOf(desk, companyPhone) }]);
  const participant = `${await lidOf(desk, bia.phone)}@lid`;
  const target = { remoteId: question.remoteId, fromMe: false, participant };
  const mine = await desk.send(group, media('image', { caption: 'aqui' }), { ...target, preview: 'cadê?' });
  const shown = await waitFor('the picture', async () => {
    const { messages } = await desk.control.chat(ana.phone, group);
    return messages.find(({ id, file }) => id === mine && file?.state === 'ok');
  });
  expect(shown).toMatchObject({ text: 'aqui', author: companyPhone, quotes: { id: question.remoteId, text: 'cadê?' } });
  await desk.send(group, { kind: 'reaction', target, emoji: '🎉' });
  const reaction = await receive(desk, ana.phone, group, { kind: 'reaction', target: mine, emoji: '👍' });
  expect(reaction).toMatchObject({ targetRemoteId: mine, person: { phone: ana.phone } });
  await waitFor('our reaction', async () => {
    const { messages } = await desk.control.chat(ana.phone, group);
    return messages.some(({ reactions }) => reactions.some(({ emoji }) => emoji === '🎉'));
  });
  const reply = await receive(desk, ana.phone, group, { text: 'obrigada', quotes: mine });
  expect(reply.quoted).toMatchObject({ remoteId: mine, kind: 'image', preview: 'aqui' });
  await desk.send(group, { kind: 'delete', target: { remoteId: mine, fromMe: true, participant: null } });
  await waitFor('the deletion', async () => {
    const { messages } = await desk.control.chat(bia.phone, group);
    return messages.some(({ id, isDeleted }) => id === mine && isDeleted);
  });
});

test('group messages that nobody can read heal, both ways', async () => {
  await using desk = await Desk.connected();
  const group = await openGroup(desk);
  await receive(desk, ana.phone, group, { text: 'oi' });
  const healed = await receive(desk, ana.phone, group, { text: 'cifrado', undecryptable: true });
  expect(healed).toMatchObject({ body: 'cifrado', person: { phone: ana.phone } });
  await desk.send(group, { kind: 'text', text: 'antes' });
  await desk.restart();
  await desk.control.fault({ kind: 'forget-sessions', phone: bia.phone });
  const id = await desk.send(group, { kind: 'text', text: 'depois' });
  await waitFor('the text after all', async () => (await idsOn(desk, bia.phone, group)).includes(id));
  const { messages } = await desk.control.chat(bia.phone, group);
  expect(messages.filter(({ author }) => author === companyPhone).map(({ text }) => text)).toEqual(['antes', 'depois']);
});

test('what a group says while we are away is there afterwards, in order', async () => {
  await using desk = await Desk.connected();
  const group = await openGroup(desk);
  await receive(desk, ana.phone, group, { text: 'antes' });
  await desk.session.stop();
  for (const index of [1, 2, 3]) await desk.control.send(ana.phone, { to: group, text: `ausente ${index}` });
  await desk.control.changeGroup(group, { kind: 'subject', by: ana.phone, text: 'Novo nome' });
  await desk.control.send(bia.phone, { to: group, text: 'ausente 4' });
  desk.reopen();
  await desk.untilConnected();
  await groupWhere(desk, ({ subject }) => subject === 'Novo nome');
  const texts = () =>
    desk.host
      .messages(desk.driver)
      .filter(({ kind }) => kind === 'text')
      .map(({ body }) => body);
  await waitFor('all texts', () => texts().length === 5);
  expect(texts()).toEqual(['antes', 'ausente 1', 'ausente 2', 'ausente 3', 'ausente 4']);
});

test("reading in a group turns the writer's ticks blue", async () => {
  await using desk = await Desk.connected();
  const group = await openGroup(desk);
  const { remoteId } = await receive(desk, ana.phone, group, { text: 'viram?' });
  const participant = `${await lidOf(desk, ana.phone)}@lid`;
  await desk.session.markRead([{ remoteChat: group, remoteId, participant }]);
  await waitFor('the blue tick', async () => {
    const { receipts } = await desk.control.ledger(ana.phone);
    return receipts.some(({ id, from, state }) => id === remoteId && from === companyPhone && state === 'read');
  });
});

test('we ask for a group when told to, and one we are not in says so', async () => {
  await using desk = await Desk.connected();
  const { id } = await desk.control.createGroup({ subject: 'Delas', owner: ana.phone, members: [bia.phone] });
  await desk.session.refreshGroup(id);
  expect(desk.host.groups.at(-1)).toEqual({
    remoteChat: id,
    subject: null,
    description: null,
    isAnnouncement: false,
    participants: [],
    isMember: false,
  });
});

test('a group is asked for once, however many messages come at once', async () => {
  await using desk = await Desk.connected();
  await desk.session.stop();
  const members = [bia.phone, companyPhone];
  const made: GroupView[] = [];
  for (const subject of ['A', 'B', 'C'])
    made.push(await desk.control.createGroup({ subject, owner: ana.phone, members }));
  for (const { id } of made) {
    for (const index of [1, 2, 3]) await desk.control.send(ana.phone, { to: id, text: `${index}` });
  }
  desk.reopen();
  await desk.untilConnected();
  await waitFor('all texts', () => desk.host.messages(desk.driver).filter(({ kind }) => kind === 'text').length === 9);
  for (const { id, subject } of made)
    await groupWhere(desk, (group) => group.remoteChat === id && group.subject === subject);
  for (const { id } of made) await receive(desk, ana.phone, id, { text: 'mais uma' });
  // Fifteen stanzas of three groups. A notice that overtakes an answer costs that group a second question.
  expect(desk.host.groups.length).toBeLessThanOrEqual(6);
});
