import { expect, test } from 'vitest';
import { type InboundMessage, type OutboundContent, SendError } from '../src/index.ts';
import type { ChatMessageView, NewMessage } from '../src/simulator/index.ts';
import { ana, bia, companyPhone, Desk, jid } from './support/desk.ts';
import { media } from './support/files.ts';
import { waitFor } from './support/wait-for.ts';

async function lidOf(desk: Desk, phone: string): Promise<string> {
  const found = (await desk.control.phones()).find((view) => view.phone === phone);
  return found?.lid ?? '';
}

/** What Ana's phone shows of a message, once `look` likes it. */
async function shown(desk: Desk, id: string, look: (message: ChatMessageView) => boolean = () => true) {
  return await waitFor('the message on the phone', async () => {
    const { messages } = await desk.control.chat(ana.phone, companyPhone);
    return messages.find((message) => message.id === id && look(message));
  });
}

test('every kind that a phone writes arrives in our words', async () => {
  await using desk = await Desk.connected();
  const rows: [Omit<NewMessage, 'to'>, Partial<InboundMessage>][] = [
    [{ text: '*oi*' }, { kind: 'text', body: '*oi*', details: null, media: null }],
    [
      { kind: 'location', text: 'Praça', latitude: -23.5, longitude: -46.6 },
      {
        kind: 'location',
        details: { kind: 'location', latitude: -23.5, longitude: -46.6, name: 'Praça', address: null, isLive: false },
      },
    ],
    [{ kind: 'live-location', latitude: 1, longitude: 2 }, { kind: 'location' }],
    [
      { kind: 'contact', contacts: [{ name: 'Caio', phones: ['+55 11 98888-0003'] }] },
      { kind: 'contact', details: { kind: 'contacts', contacts: [{ name: 'Caio', phones: ['+55 11 98888-0003'] }] } },
    ],
    [
      { kind: 'poll', text: 'Qual?', options: ['A', 'B'] },
      {
        kind: 'poll',
        body: 'Qual?',
        details: { kind: 'poll', question: 'Qual?', options: ['A', 'B'], selectableCount: 1 },
      },
    ],
    [
      { kind: 'buttons', text: 'Escolha', options: ['Sim', 'Não'] },
      {
        kind: 'text',
        body: 'Escolha',
        details: {
          kind: 'choices',
          title: null,
          footer: null,
          choices: [
            { id: 'b0', text: 'Sim', url: null },
            { id: 'b1', text: 'Não', url: null },
          ],
        },
      },
    ],
    [
      { kind: 'list', text: 'Menu' },
      { kind: 'text', body: 'Menu' },
    ],
    [
      { kind: 'template', text: 'Oferta' },
      { kind: 'text', body: 'Oferta' },
    ],
    [{ kind: 'view-once' }, { kind: 'image', isViewOnce: true, details: { kind: 'view-once' } }],
    [
      { kind: 'view-once-unavailable' },
      { kind: 'system', isViewOnce: true, details: { kind: 'view-once' }, media: null },
    ],
    [{ kind: 'album' }, { kind: 'system', details: { kind: 'album', images: 2, videos: 0 } }],
    [
      { kind: 'unknown', text: '?' },
      { kind: 'unsupported', rawKind: 'orderMessage' },
    ],
    [
      { text: 'some', isEphemeral: true },
      { kind: 'text', body: 'some', isEphemeral: true },
    ],
    [
      { text: 'passa', isForwarded: true },
      { kind: 'text', isForwarded: true },
    ],
    [
      { kind: 'image', text: 'passa', isForwarded: true },
      { kind: 'image', body: 'passa', isForwarded: true },
    ],
    [{ text: 'oi @loja', mentions: [companyPhone] }, { mentions: [{ phone: companyPhone, lid: null }] }],
  ];
  for (const [written, expected] of rows) {
    expect(await desk.receive(ana.phone, written)).toMatchObject(expected);
  }
  expect(desk.host.undecryptable).toEqual([]);
});

test('reactions, edits and deletions of a phone name their message', async () => {
  await using desk = await Desk.connected();
  const { remoteId: target } = await desk.receive(ana.phone, { text: 'primeira versao' });
  for (const emoji of ['👍', '❤️', '']) {
    expect(await desk.receive(ana.phone, { kind: 'reaction', target, emoji })).toMatchObject({
      kind: 'reaction',
      targetRemoteId: target,
      details: { kind: 'reaction', emoji },
    });
  }
  expect(await desk.receive(ana.phone, { kind: 'edit', target, text: 'primeira versão' })).toMatchObject({
    kind: 'edit',
    body: 'primeira versão',
    targetRemoteId: target,
  });
  expect(await desk.receive(ana.phone, { kind: 'delete', target })).toMatchObject({
    kind: 'delete',
    targetRemoteId: target,
  });
});

test('replies name what they answer, ours and theirs, texts and files', async () => {
  await using desk = await Desk.connected();
  const ours = await desk.send(jid(ana.phone), { kind: 'text', text: 'nossa pergunta' });
  await shown(desk, ours);
  expect(await desk.receive(ana.phone, { text: 'resposta', quotes: ours })).toMatchObject({
    body: 'resposta',
    quoted: { remoteId: ours, kind: 'text', preview: 'nossa pergunta', participant: { phone: companyPhone } },
  });
  const { remoteId: theirs } = await desk.receive(ana.phone, { kind: 'image', text: 'foto dela' });
  const target = { remoteId: theirs, fromMe: false, participant: null };
  const answered = await desk.send(jid(ana.phone), { kind: 'text', text: 'linda' }, { ...target, preview: 'foto' });
  expect(await shown(desk, answered)).toMatchObject({ text: 'linda', quotes: { id: theirs, text: 'foto dela' } });
  const unseen = { remoteId: 'NEVERSEEN', fromMe: false, participant: null, preview: 'o que dissemos' };
  const blind = await desk.send(jid(ana.phone), media('document', { caption: 'segue' }), unseen);
  expect(await shown(desk, blind)).toMatchObject({
    kind: 'document',
    text: 'segue',
    quotes: { id: 'NEVERSEEN', text: 'o que dissemos' },
  });
});

test('every kind that we write arrives on the phone', async () => {
  await using desk = await Desk.connected();
  const to = jid(ana.phone);
  const rows: [OutboundContent, Partial<ChatMessageView>][] = [
    [
      { kind: 'text', text: 'veja https://x.example' },
      { kind: 'text', text: 'veja https://x.example' },
    ],
    [
      { kind: 'location', latitude: -1, longitude: 2, name: 'Aqui', address: null },
      { kind: 'location', text: 'Aqui' },
    ],
    [
      { kind: 'contacts', contacts: [{ name: 'Beto', phones: ['+55 11 9'] }] },
      { kind: 'contact', text: 'Beto' },
    ],
    [
      {
        kind: 'contacts',
        contacts: [
          { name: 'Beto', phones: [] },
          { name: 'Caio', phones: [] },
        ],
      },
      { kind: 'contact', text: 'Beto' },
    ],
    [
      { kind: 'poll', question: 'Qual?', options: ['A', 'B'], selectableCount: 0 },
      { kind: 'poll', poll: { question: 'Qual?', options: ['A', 'B'], votes: [] } },
    ],
  ];
  for (const [content, expected] of rows) {
    const id = await desk.send(to, content);
    expect(await shown(desk, id)).toMatchObject({ ...expected, fromMe: false });
    await waitFor('its tick', () => desk.hasReceipt(id, 'delivered'));
  }
  expect(desk.host.refused).toEqual([]);
});

test('we react, edit and take back', async () => {
  await using desk = await Desk.connected();
  const to = jid(ana.phone);
  const { remoteId: theirs } = await desk.receive(ana.phone, { text: 'oi' });
  const their = { remoteId: theirs, fromMe: false, participant: null };
  await desk.send(to, { kind: 'reaction', target: their, emoji: '🎉' });
  const reacted = await shown(desk, theirs, ({ reactions }) => reactions.length === 1);
  expect(reacted.reactions).toEqual([{ from: companyPhone, emoji: '🎉' }]);
  await desk.send(to, { kind: 'reaction', target: their, emoji: '' });
  await shown(desk, theirs, ({ reactions }) => reactions.length === 0);
  const mine = await desk.send(to, { kind: 'text', text: 'erado' });
  const own = { remoteId: mine, fromMe: true, participant: null };
  await shown(desk, mine);
  await desk.send(to, { kind: 'edit', target: own, text: 'errado' });
  expect(await shown(desk, mine, ({ isEdited }) => isEdited)).toMatchObject({ text: 'errado', isDeleted: false });
  await desk.send(to, { kind: 'delete', target: own });
  expect(await shown(desk, mine, ({ isDeleted }) => isDeleted)).toMatchObject({ text: '' });
});

test('votes are tallied on both sides', async () => {
  await using desk = await Desk.connected();
  const lid = await lidOf(desk, ana.phone);
  const people = {
    ana: [jid(ana.phone), `${lid}@lid`],
    us: [jid(companyPhone), `${await lidOf(desk, companyPhone)}@lid`],
  };
  const ours = await desk.send(jid(ana.phone), {
    kind: 'poll',
    question: 'Quando?',
    options: ['Manhã', 'Tarde', 'Noite'],
    selectableCount: 0,
  });
  await shown(desk, ours);
  const { remoteId: theirs } = await desk.receive(ana.phone, { kind: 'poll', text: 'Qual?', options: ['A', 'B'] });
  const cases = [
    { target: ours, options: ['Manhã', 'Noite'], authors: people.us },
    { target: ours, options: [], authors: people.us },
    { target: theirs, options: ['B'], authors: people.ana },
  ];
  for (const { target, options, authors } of cases) {
    const vote = await desk.receive(ana.phone, { kind: 'vote', target, options });
    expect(vote).toMatchObject({ kind: 'poll', targetRemoteId: target, details: { kind: 'poll-vote', options: null } });
    const entry = desk.host.journaled.find(({ remoteId }) => remoteId === vote.remoteId);
    const content = desk.host.outgoing.get(target) ?? desk.host.contentOf(target);
    if (!entry || !content) throw new Error('vote or poll is missing');
    expect(desk.driver.pollVote(entry, { content, authors, voters: people.ana })).toEqual(options);
  }
});

test('what the owner does on the phone arrives as ours, whatever its kind', async () => {
  await using desk = await Desk.connected();
  const { id: target } = await desk.control.send(companyPhone, { to: ana.phone, kind: 'image', text: 'do celular' });
  await desk.control.send(companyPhone, { to: ana.phone, kind: 'reaction', target, emoji: '👍' });
  await desk.control.send(companyPhone, { to: ana.phone, kind: 'edit', target, text: 'x' });
  const messages = await waitFor('all three', () => {
    const found = desk.host.messages(desk.driver);
    return found.length === 3 && found;
  });
  expect(messages.map(({ kind, fromMe }) => [kind, fromMe])).toEqual([
    ['image', true],
    ['reaction', true],
    ['edit', true],
  ]);
  expect(messages[0]?.media?.kind).toBe('image');
});

test('content that cannot be sent is refused for good', async () => {
  await using desk = await Desk.connected();
  const own = { remoteId: 'X', fromMe: true, participant: null };
  const contents: OutboundContent[] = [
    { kind: 'text', text: '' },
    { kind: 'poll', question: 'Qual?', options: ['A', 'A'], selectableCount: 1 },
    { kind: 'poll', question: 'Qual?', options: ['A', 'B'], selectableCount: 3 },
    { kind: 'location', latitude: Number.NaN, longitude: 0, name: null, address: null },
    { kind: 'contacts', contacts: [] },
    { kind: 'edit', target: { ...own, fromMe: false }, text: 'x' },
  ];
  for (const content of contents) {
    const error: unknown = await desk.send(jid(bia.phone), content).catch((failure: unknown) => failure);
    expect(error instanceof SendError && [error.scope, error.code]).toEqual(['permanent', 'bad_content']);
  }
  desk.host.interference.outgoing = async () => {
    throw new Error('database is away');
  };
  const place = { kind: 'location', latitude: -23.5, longitude: -46.6, name: null, address: null } as const;
  await expect(desk.send(jid(bia.phone), place)).rejects.toThrow(SendError);
  expect((await desk.control.chat(bia.phone, companyPhone)).messages).toEqual([]);
});

test('a phone that lost its keys gets any kind again', async () => {
  await using desk = await Desk.connected();
  await desk.send(jid(ana.phone), { kind: 'text', text: 'antes' });
  await desk.receive(ana.phone, { text: 'ok' });
  await desk.restart();
  await desk.control.fault({ kind: 'forget-sessions', phone: ana.phone });
  const id = await desk.send(jid(ana.phone), media('image', { caption: 'depois' }));
  expect(await shown(desk, id, ({ file }) => file?.state === 'ok')).toMatchObject({ kind: 'image', text: 'depois' });
});

test('a damaged message of any kind heals', async () => {
  await using desk = await Desk.connected();
  await desk.receive(ana.phone, { text: 'oi' });
  const message = await desk.receive(ana.phone, { kind: 'location', text: 'Praça', undecryptable: true });
  expect(message).toMatchObject({ kind: 'location', body: 'Praça' });
  const reaction = await desk.receive(ana.phone, {
    kind: 'reaction',
    target: message.remoteId,
    emoji: '👍',
    undecryptable: true,
  });
  expect(reaction).toMatchObject({ kind: 'reaction', targetRemoteId: message.remoteId });
});
