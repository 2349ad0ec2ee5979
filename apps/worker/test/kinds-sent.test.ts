import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { MediaKind, SendMessageInput } from '@tiktickets/core/contracts';
import { uploadMedia } from '@tiktickets/core/media';
import {
  deleteMessage,
  editMessage,
  forwardMessage,
  pageMessages,
  reactMessage,
  sendMessage,
} from '@tiktickets/core/messages';
import { acceptTicket } from '@tiktickets/core/tickets';
import { waitFor } from '@tiktickets/testkit';
import type { ChatMessageView, Simulator } from '@tiktickets/wbot/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ticketOf } from './support/chats.ts';
import { type Installation, openInstallation } from './support/company.ts';
import { bia, caio, companyPhone, driverFor, openNetwork, pair } from './support/network.ts';

let installation: Installation;
let simulator: Simulator;
let tlsDir: string;
let ticketId: string;
/** What Bia wrote first: text, and a picture. */
const hers = { text: '', image: '' };

beforeAll(async () => {
  tlsDir = await mkdtemp(path.join(tmpdir(), 'tiktickets-tls-'));
  simulator = await openNetwork({ tls: 'auto', tlsDir });
  installation = await openInstallation();
  const channelId = await installation.channel();
  await installation.worker({ driver: driverFor(simulator) });
  await pair(installation, simulator, channelId);
  ticketId = await ticketOf(installation, simulator, bia);
  await acceptTicket(installation.agent, { id: ticketId });
  hers.image = (await simulator.control.send(bia.phone, { to: companyPhone, kind: 'image', text: 'olha' })).id;
  await arrived(hers.image);
  hers.text = (await simulator.control.chat(bia.phone, companyPhone)).messages[0]?.id ?? '';
});
afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await simulator.close();
  await rm(tlsDir, { recursive: true, force: true });
});

/** Our id of a message of the provider's, once it is stored. */
const arrived = (remoteId: string): Promise<string> =>
  waitFor(
    async () => {
      const [row] = await installation.owner<{ id: string }[]>`select id from messages where remote_id = ${remoteId}`;
      return row?.id;
    },
    { what: 'the message to be stored', timeoutMs: 20_000 },
  );
const remoteIdOf = async (id: string): Promise<string> => {
  const [row] = await installation.owner<{ remote_id: string }[]>`select remote_id from messages where id = ${id}`;
  return row?.remote_id ?? '';
};
/** What a customer's phone shows of one of our messages, once `look` likes it. */
const shown = async (
  id: string,
  look: (message: ChatMessageView) => boolean = () => true,
  phone = bia.phone,
): Promise<ChatMessageView> => {
  const remoteId = await remoteIdOf(id);
  return await waitFor(
    async () => {
      const { messages } = await simulator.control.chat(phone, companyPhone);
      return messages.find((message) => message.id === remoteId && look(message));
    },
    { what: 'the message on the phone', timeoutMs: 20_000 },
  );
};
const send = (input: Partial<SendMessageInput> & { body?: string }) =>
  sendMessage(installation.agent, { ticketId, clientId: randomUUID(), body: '', ...input });

async function upload(kind: MediaKind): Promise<string> {
  const stream = Readable.from([Buffer.from(`file of kind ${kind} ${randomUUID()}`)]);
  const file = { ticketId, fileName: `${kind}.bin`, mimetype: 'application/octet-stream', stream };
  const { id } = await uploadMedia(installation.agent, file);
  const waveform = kind === 'voice' ? Buffer.from(Array(64).fill(50)).toString('base64') : null;
  const seconds = kind === 'voice' || kind === 'audio' ? 3 : null;
  await installation.owner`update media set kind = ${kind}, waveform = ${waveform}, seconds = ${seconds} where id = ${id}`;
  return id;
}

const fileKinds: MediaKind[] = ['image', 'video', 'gif', 'audio', 'voice', 'document', 'sticker'];
const rows: [string, () => Promise<Partial<SendMessageInput>>, Partial<ChatMessageView>][] = [
  [
    'a formatted text',
    async () => ({ body: '*Oi*, _tudo_ ~mal~ `bem`?' }),
    { kind: 'text', text: '*Oi*, _tudo_ ~mal~ `bem`?' },
  ],
  [
    'a text with an address that nobody fetches',
    async () => ({ body: 'veja http://169.254.169.254/latest/meta-data' }),
    { kind: 'text', text: 'veja http://169.254.169.254/latest/meta-data' },
  ],
  ...fileKinds.map((kind): (typeof rows)[number] => [
    `a file as ${kind}`,
    async () => ({ mediaId: await upload(kind), body: kind === 'image' ? 'legenda' : '' }),
    { kind, ...(kind === 'image' ? { text: 'legenda' } : {}) },
  ]),
  [
    'a place',
    async () => ({
      details: {
        kind: 'location',
        latitude: -23.5617,
        longitude: -46.656,
        name: 'Loja',
        address: 'Av. Paulista, 1000',
      },
    }),
    { kind: 'location', text: 'Loja' },
  ],
  [
    'a contact card',
    async () => ({ details: { kind: 'contacts', contacts: [{ name: 'Beto', phones: ['5511988880009'] }] } }),
    { kind: 'contact', text: 'Beto' },
  ],
  [
    'several contact cards',
    async () => ({
      details: {
        kind: 'contacts',
        contacts: [
          { name: 'Beto', phones: ['5511988880009'] },
          { name: 'Rita', phones: ['5511988880008', '5511988880007'] },
        ],
      },
    }),
    { kind: 'contact', text: 'Beto' },
  ],
  [
    'a poll',
    async () => ({ details: { kind: 'poll', question: 'Quando?', options: ['Manhã', 'Tarde'], selectableCount: 1 } }),
    { kind: 'poll', poll: { question: 'Quando?', options: ['Manhã', 'Tarde'], votes: [] } },
  ],
  [
    'an answer to a text',
    async () => ({ body: 'respondo', quotedId: await arrived(hers.text) }),
    { kind: 'text', text: 'respondo', quotes: { id: '', text: 'oi' } },
  ],
  [
    'an answer to a picture',
    async () => ({ body: 'linda', quotedId: await arrived(hers.image) }),
    { kind: 'text', text: 'linda', quotes: { id: '', text: 'olha' } },
  ],
];

const withoutId = (view: ChatMessageView): ChatMessageView => ({
  ...view,
  quotes: view.quotes && { ...view.quotes, id: '' },
});

describe('every kind that we write reaches the phone', () => {
  it.each(rows)('%s', async (_, input, expected) => {
    const { id } = await send(await input());
    const whole = ({ file }: ChatMessageView) => file === null || file.state === 'ok';
    expect(withoutId(await shown(id, whole))).toMatchObject({ ...expected, duplicate: 0 });
  });

  it.each(rows)('%s, to a phone that lost its keys and asks for it again', async (_, input, expected) => {
    await simulator.control.fault({ kind: 'forget-sessions', phone: bia.phone });
    const { id } = await send(await input());
    const whole = ({ file }: ChatMessageView) => file === null || file.state === 'ok';
    expect(withoutId(await shown(id, whole))).toMatchObject(expected);
  });

  it('an answer to a message that we do not have, with what is known of it', async () => {
    const { owner, tenantId } = installation;
    // The lane rests until the row says what it should.
    await owner`update channels set rate_ms = 1, burst_ms = 0, tat = now() + interval '1 hour' where tenant_id = ${tenantId}`;
    const { id } = await send({ body: 'segue', quotedId: await arrived(hers.text) });
    const lost = { remoteId: 'NEVERSEEN', fromMe: false, kind: 'text', preview: 'o que você disse' };
    await owner`update messages set quoted = ${owner.json(lost)} where id = ${id}`;
    await owner`update channels set rate_ms = 0, tat = now() where tenant_id = ${tenantId}`;
    expect(await shown(id)).toMatchObject({ text: 'segue', quotes: { id: 'NEVERSEEN', text: 'o que você disse' } });
  });
});

describe('changes', () => {
  it('a reaction is put, changed and taken back, also after lost keys', async () => {
    const id = await arrived(hers.text);
    const reactions = (emoji: string | null) =>
      shown(
        id,
        (message) => (message.reactions[0]?.emoji ?? null) === emoji && message.reactions.length === (emoji ? 1 : 0),
      );
    await reactMessage(installation.agent, { id, emoji: '👍' });
    await reactions('👍');
    await simulator.control.fault({ kind: 'forget-sessions', phone: bia.phone });
    await reactMessage(installation.agent, { id, emoji: '🎉' });
    await reactions('🎉');
    await reactMessage(installation.agent, { id, emoji: '' });
    await reactions(null);
    const settled = await waitFor(
      async () => {
        const page = await pageMessages(installation.agent, { ticketId, limit: 100 });
        const message = page.items.find((item) => item.id === id);
        return message?.change === null ? message : null;
      },
      { what: 'the change to be acknowledged' },
    );
    expect(settled.reactions).toEqual([]);
  });

  it('a text is edited with its history, and taken back', async () => {
    const { id } = await send({ body: 'Amnhã às 9h' });
    await waitFor(async () => (await stateOf(id)) === 'read', { what: 'the message to be read' });
    await editMessage(installation.agent, { id, body: 'Amanhã às 9h' });
    expect(await shown(id, ({ isEdited }) => isEdited)).toMatchObject({ text: 'Amanhã às 9h' });
    // The phone may have it before its acknowledgement is recorded here.
    const history = await waitFor(
      async () => {
        const rows = await installation.owner`select body from message_edits where message_id = ${id}`;
        return rows.length > 0 ? rows : null;
      },
      { what: 'the history of the edit' },
    );
    expect(history).toEqual([{ body: 'Amnhã às 9h' }]);
    await deleteMessage(installation.agent, { id });
    await shown(id, ({ isDeleted }) => isDeleted);
  });

  it('a text and a file are passed on, marked', async () => {
    const other = await ticketOf(installation, simulator, caio);
    await acceptTicket(installation.agent, { id: other });
    const sources = [await send({ body: 'Endereço: Rua A, 1' }), await send({ mediaId: await upload('document') })];
    for (const { id } of sources) {
      await waitFor(async () => ['sent', 'delivered', 'read'].includes((await stateOf(id)) ?? ''));
      const [forwarded] = await forwardMessage(installation.agent, {
        id,
        to: [{ ticketId: other, clientId: randomUUID() }],
      });
      const view = await shown(forwarded?.id ?? '', ({ file }) => file === null || file.state === 'ok', caio.phone);
      expect(view.isForwarded).toBe(true);
    }
  });
});

async function stateOf(id: string): Promise<string | undefined> {
  const [row] = await installation.owner<{ state: string }[]>`select state from messages where id = ${id}`;
  return row?.state;
}
