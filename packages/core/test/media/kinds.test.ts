import { Readable } from 'node:stream';
import type { InboundMessage } from '@tiktickets/wbot/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { MessageView } from '../../src/contracts/index.ts';
import { type Context, channelContext, type UserContext } from '../../src/kernel/index.ts';
import { dueMedia, mediaFailed, outboundContent, storeMedia, uploadMedia } from '../../src/media/index.ts';
import { ingestBatch, pageMessages, sendMessage } from '../../src/messages/index.ts';
import { updateCompany } from '../../src/tenants/index.ts';
import { acceptTicket, getTicket, listTickets } from '../../src/tickets/index.ts';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let channel: Context;
let ana: UserContext;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());
beforeEach(async () => {
  company = await createCompany(harness.kernel);
  channel = channelContext(harness.kernel, company.tenantId, company.channelId);
  ana = await company.person({ role: 'agent', name: 'Ana' });
});

const ingest = (...messages: InboundMessage[]): Promise<number> =>
  ingestBatch(channel, {
    channelId: company.channelId,
    messages: messages.map((inbound) => ({ journalId: null, inbound, content: null })),
  });
const ticketId = async (): Promise<string> => (await listTickets(ana, { tab: 'pending' })).items[0]?.id ?? '';
const latest = async (): Promise<MessageView | undefined> =>
  (await pageMessages(ana, { ticketId: await ticketId() })).items[0];
const about = (target: InboundMessage, details: InboundMessage['details'], overrides: Partial<InboundMessage> = {}) =>
  inboundText('', {
    kind: 'reaction',
    body: null,
    targetRemoteId: target.remoteId,
    details: details ?? null,
    ...overrides,
  });
const file = {
  kind: 'document' as const,
  mimetype: 'application/pdf',
  sizeBytes: 4,
  fileName: 'boleto.pdf',
  sha256: null,
  encryptedSha256: null,
  mediaKey: 'aw==',
  directPath: '/v/a.enc',
  seconds: null,
  width: null,
  height: null,
  waveform: null,
  isGif: false,
  thumbnail: null,
};

describe('reactions', () => {
  it('are one per person, replaced, counted and taken back, and open or count nothing', async () => {
    const message = inboundText('oi');
    await ingest(message);
    await ingest(
      about(message, { kind: 'reaction', emoji: '🙏' }),
      about(message, { kind: 'reaction', emoji: '❤️' }, { fromMe: true }),
    );
    expect(await latest()).toMatchObject({
      rev: 2,
      reactions: expect.arrayContaining([
        { emoji: '🙏', count: 1, isOurs: false },
        { emoji: '❤️', count: 1, isOurs: true },
      ]),
    });
    await ingest(about(message, { kind: 'reaction', emoji: '👍' }));
    expect((await latest())?.reactions.map((reaction) => reaction.emoji).toSorted()).toEqual(['❤️', '👍'].toSorted());
    await ingest(about(message, { kind: 'reaction', emoji: '' }));
    expect(await latest()).toMatchObject({ reactions: [{ emoji: '❤️' }] });
    expect(await getTicket(ana, { id: await ticketId() })).toMatchObject({ unreadCount: 1 });
  });

  it('on messages or from people that we do not know change nothing', async () => {
    await ingest(about(inboundText('nunca chegou'), { kind: 'reaction', emoji: '🙏' }));
    expect(await ticketId()).toBe('');
  });
});

describe('edits and deletions', () => {
  it('count from the author alone, keep what was said before, and the newest edit wins in any order', async () => {
    const at = Date.now() - 60_000;
    const message = inboundText('custa 10', { sentAtMs: at });
    await ingest(message);
    await ingest(
      about(message, { kind: 'edit', body: 'forjado' }, { kind: 'edit', fromMe: true, sentAtMs: at + 1_000 }),
    );
    expect(await latest()).toMatchObject({ body: 'custa 10', editedAt: null });
    await ingest(about(message, { kind: 'edit', body: 'custa 12' }, { kind: 'edit', sentAtMs: at + 9_000 }));
    await ingest(about(message, { kind: 'edit', body: 'custa 11' }, { kind: 'edit', sentAtMs: at + 5_000 }));
    expect(await latest()).toMatchObject({ body: 'custa 12', editedAt: expect.any(String) });
    expect(await getTicket(ana, { id: await ticketId() })).toMatchObject({
      lastMessage: { preview: 'custa 12' },
      unreadCount: 1,
    });
    const { sql } = harness.kernel.database.platform;
    expect(await sql`select body from message_edits where tenant_id = ${company.tenantId}`).toMatchObject([
      { body: 'custa 10' },
    ]);
  });

  it('hide the content of a message taken back where the company wants it, in the same batch too', async () => {
    const message = inboundText('segredo', { kind: 'document', media: file });
    await updateCompany(await company.person({ role: 'admin' }), { deletedMessages: 'hide' });
    await ingest(message, about(message, { kind: 'delete' }, { kind: 'delete' }));
    expect(await latest()).toMatchObject({ body: null, media: null, details: null, deletedAt: expect.any(String) });
    expect(await getTicket(ana, { id: await ticketId() })).toMatchObject({
      lastMessage: { kind: 'delete', preview: '' },
    });
  });

  it('reach no message of another conversation', async () => {
    const mine = inboundText('minha');
    await ingest(mine);
    const stranger = { remoteChat: '2@lid', person: { phone: null, lid: '2', pushName: 'Outro' } };
    await ingest(inboundText('oi', stranger), about(mine, { kind: 'delete' }, { kind: 'delete', ...stranger }));
    const tickets = (await listTickets(ana, { tab: 'pending' })).items;
    const own = tickets.find((ticket) => ticket.contact.phone !== null);
    expect((await pageMessages(ana, { ticketId: own?.id ?? '' })).items[0]).toMatchObject({
      body: 'minha',
      deletedAt: null,
    });
  });
});

describe('quotes and details', () => {
  it('lead to the quoted message when we have it and show what it said when we do not', async () => {
    const first = inboundText('qual o prazo?');
    await ingest(first);
    const quote = (remoteId: string) => ({
      remoteId,
      participant: { phone: '5511981234567', lid: '1001' },
      kind: 'text' as const,
      preview: 'qual o prazo?',
    });
    await ingest(
      inboundText('e então?', { quoted: quote(first.remoteId) }),
      inboundText('oi?', { quoted: quote('UNKNOWN') }),
    );
    const { items } = await pageMessages(ana, { ticketId: await ticketId() });
    expect(items[1]?.quoted).toEqual({
      messageId: items[2]?.id,
      kind: 'text',
      preview: 'qual o prazo?',
      isOurs: false,
      author: { id: expect.any(String), name: 'Marina Sampaio' },
    });
    expect(items[0]?.quoted).toMatchObject({ messageId: null, preview: 'qual o prazo?' });
  });

  it('keep places, contacts, polls and the forwarded mark', async () => {
    const place = {
      kind: 'location' as const,
      latitude: -23.5,
      longitude: -46.6,
      name: 'Loja',
      address: null,
      isLive: false,
    };
    await ingest(inboundText('', { kind: 'location', body: null, details: place, isForwarded: true }));
    expect(await latest()).toMatchObject({ kind: 'location', details: place, isForwarded: true });
  });
});

describe('files', () => {
  it('are fetched once, retried with a pause, and given up with a reason', async () => {
    await ingest(inboundText('segue', { kind: 'document', media: file }));
    const due = () => dueMedia(channel, { channelId: company.channelId, limit: 5 });
    const [waiting] = await due();
    if (!waiting) throw new Error('nothing is due');
    expect(waiting.key).toMatchObject({ remoteChat: '1001@lid', fromMe: false });
    await mediaFailed(channel, { mediaId: waiting.mediaId, code: 'unavailable', retryable: true });
    expect(await due()).toEqual([]);
    expect(await latest()).toMatchObject({ media: { state: 'due' } });
    await mediaFailed(channel, { mediaId: waiting.mediaId, code: 'expired', retryable: false });
    expect(await latest()).toMatchObject({
      media: { state: 'failed', failure: 'expired', fileName: 'boleto.pdf' },
      rev: 2,
    });
  });

  it('that break on the way, or are too large, leave nothing behind', async () => {
    await ingest(inboundText('', { kind: 'sticker', body: null, media: { ...file, kind: 'sticker' } }));
    const [waiting] = await dueMedia(channel, { channelId: company.channelId, limit: 5 });
    const mediaId = waiting?.mediaId ?? '';
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('corrupt');
      })(),
    );
    await expect(storeMedia(channel, { mediaId, stream: broken })).rejects.toThrow('corrupt');
    const large = storeMedia(channel, { mediaId, stream: Readable.from([Buffer.alloc(2 ** 20), Buffer.alloc(1)]) });
    await expect(large).rejects.toMatchObject({ code: 'invalid-input', field: 'file' });
    expect(await latest()).toMatchObject({ media: { state: 'due' } });
  });

  it('go out with their caption and their quote, and only by whoever uploaded them to that ticket', async () => {
    const asked = inboundText('manda o boleto?');
    await ingest(asked);
    const id = await ticketId();
    await acceptTicket(ana, { id });
    const pdf = Buffer.from('%PDF-1.4 test');
    const upload = await uploadMedia(ana, {
      ticketId: id,
      fileName: 'boleto.pdf',
      mimetype: 'application/pdf',
      stream: Readable.from([pdf]),
    });
    const [question] = (await pageMessages(ana, { ticketId: id })).items;
    const input = {
      ticketId: id,
      clientId: 'client-file-1',
      body: 'Segue!',
      mediaId: upload.id,
      quotedId: question?.id,
    };
    const sent = await sendMessage(ana, input);
    expect(sent).toMatchObject({
      kind: 'document',
      body: 'Segue!',
      media: { fileName: 'boleto.pdf', state: 'stored' },
      quoted: { messageId: question?.id },
    });
    const { content, quoted } = await outboundContent(channel, { messageId: sent.id });
    expect(content).toMatchObject({
      kind: 'document',
      caption: 'Segue!',
      sizeBytes: pdf.length,
      mimetype: 'application/pdf',
    });
    expect(quoted).toMatchObject({ remoteId: asked.remoteId, fromMe: false });
    if (!('open' in content)) throw new Error('no file');
    expect(Buffer.concat(await (await content.open()).toArray())).toEqual(pdf);
    await expect(sendMessage(ana, { ...input, clientId: 'client-file-2' })).rejects.toMatchObject({
      code: 'not-found',
      field: 'mediaId',
    });
    await expect(sendMessage(ana, { ticketId: id, clientId: 'client-file-3', body: '' })).rejects.toMatchObject({
      name: 'ZodError',
    });
  });
});
