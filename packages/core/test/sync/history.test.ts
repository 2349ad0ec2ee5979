import type { HistoryMessage, InboundMessage } from '@tiktickets/wbot/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Context, channelContext, read } from '../../src/kernel/index.ts';
import { askForMedia, dueMedia } from '../../src/media/index.ts';
import { ingestBatch, pageMessages, recordUndecryptable } from '../../src/messages/index.ts';
import { stateOfPastFile } from '../../src/messages/rules.ts';
import {
  dueHistoryPart,
  historyMessagesPerChat,
  historyPartFailed,
  historyPartPlaced,
  ingestHistory,
  keepHistoryPart,
} from '../../src/sync/index.ts';
import { listTickets } from '../../src/tickets/index.ts';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let channel: Context;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

async function fresh(): Promise<Awaited<ReturnType<Company['person']>>> {
  company = await createCompany(harness.kernel);
  channel = channelContext(harness.kernel, company.tenantId, company.channelId);
  return await company.person({ role: 'admin' });
}
const past = (body: string, overrides: Partial<InboundMessage> = {}): HistoryMessage => ({
  inbound: inboundText(body, { sentAtMs: Date.now() - 86_400_000, ...overrides }),
  content: new Uint8Array(),
  state: null,
});
const place = (...messages: HistoryMessage[]): Promise<number> =>
  ingestHistory(channel, { channelId: company.channelId, batch: { messages, people: [] } });
const live = (...messages: InboundMessage[]): Promise<number> =>
  ingestBatch(channel, {
    channelId: company.channelId,
    messages: messages.map((inbound) => ({ journalId: null, inbound, content: null })),
  });
const one = async <T>(text: string): Promise<T | undefined> =>
  (await read(channel, (scope) => scope.query<T & object>(text)))[0];

describe('ingest-history', () => {
  it('places the past: closed, read, in no attendance, in order, with its own times and ticks', async () => {
    const admin = await fresh();
    const atMs = Math.floor(Date.now() / 1000) * 1000 - 3 * 86_400_000;
    const mine: HistoryMessage = { ...past('olá', { fromMe: true, sentAtMs: atMs + 60_000 }), state: 'read' };
    await place(past('terceira', { sentAtMs: atMs + 60_000 }));
    await place(past('primeira', { sentAtMs: atMs }), mine);
    const { items } = await listTickets(admin, { tab: 'closed' });
    expect(items).toMatchObject([{ state: 'closed', unreadCount: 0, protocol: null, lastMessage: { preview: 'olá' } }]);
    const page = await pageMessages(admin, { ticketId: items[0]?.id ?? '' });
    expect(page.items.map(({ body, state, isHistory }) => [body, state, isHistory])).toEqual([
      ['olá', 'read', true],
      ['terceira', null, true],
      ['primeira', null, true],
    ]);
    expect(page.items.at(-1)?.sentAt.slice(0, 19)).toBe(new Date(atMs).toISOString().slice(0, 19));
    expect(await one('select count(*)::int as n from attendances')).toEqual({ n: 0 });
    expect(await one('select count(*)::int as n from messages where read_receipt is null and not from_me')).toEqual({
      n: 0,
    });
  });

  it('learns the names of whom it places, the address book before the profile', async () => {
    const admin = await fresh();
    const person = { phone: '5511981234567', lid: '1001' };
    const people = [
      { ...person, name: 'Marina da loja', source: 'phonebook' as const },
      { ...person, name: 'Mari', source: 'profile' as const },
    ];
    await ingestHistory(channel, { channelId: company.channelId, batch: { messages: [past('oi')], people } });
    expect((await listTickets(admin, { tab: 'closed' })).items[0]?.contact.name).toBe('Marina da loja');
  });

  it('never doubles a message, whatever comes first; one that is live counts as live', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(['live', 'past', 'past', 'live', 'alias'], { minLength: 5 }),
        async (order) => {
          const admin = await fresh();
          const inbound = inboundText('uma vez só', { sentAtMs: Date.now() - 60_000 });
          const alias = { ...inbound, remoteChat: '5511981234567@s.whatsapp.net' };
          for (const source of order) {
            if (source === 'live') await live(inbound);
            else await place({ inbound: source === 'alias' ? alias : inbound, content: new Uint8Array(), state: null });
          }
          expect(await one('select count(*)::int as n from messages')).toEqual({ n: 1 });
          expect((await listTickets(admin, { tab: 'pending' })).items).toMatchObject([{ unreadCount: 1 }]);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('goes on with live messages: the past does not open a ticket, the next message does', async () => {
    const admin = await fresh();
    await place(past('antes'));
    await live(inboundText('agora', { sentAtMs: Date.now() }));
    const [ticket] = (await listTickets(admin, { tab: 'pending' })).items;
    expect(ticket).toMatchObject({ unreadCount: 1, protocol: '1-1', lastMessage: { preview: 'agora' } });
    await place(past('bem antes', { sentAtMs: Date.now() - 5 * 86_400_000 }));
    expect((await listTickets(admin, { tab: 'pending' })).items[0]).toMatchObject({
      lastMessage: { preview: 'agora' },
    });
  });

  it('fills in what could not be read', async () => {
    const admin = await fresh();
    const inbound = inboundText('agora sim', { sentAtMs: Date.now() - 60_000 });
    await recordUndecryptable(channel, { channelId: company.channelId, inbound });
    await place({ inbound, content: new Uint8Array(), state: null });
    const [ticket] = (await listTickets(admin, { tab: 'pending' })).items;
    const page = await pageMessages(admin, { ticketId: ticket?.id ?? '' });
    expect(page.items).toMatchObject([{ kind: 'text', body: 'agora sim', isHistory: false }]);
  });

  it('keeps no more of a conversation than its bound, the newest', async () => {
    await fresh();
    const at = (index: number) => Date.now() - 10 * 86_400_000 + index * 1000;
    const batch = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => past(`m${from + index}`, { sentAtMs: at(from + index) }));
    await place(...batch(1_000, 1_990));
    await place(...batch(500, 600));
    await place(...batch(0, 100));
    expect(await one('select count(*)::int as n, min(body) as first from messages')).toEqual({
      n: historyMessagesPerChat,
      first: 'm1000',
    });
    expect(await one(`select count(*)::int as n from messages where body like 'm5%'`)).toEqual({ n: 10 });
  });

  it('fetches a large file of the past when somebody who may see it asks', async () => {
    const admin = await fresh();
    const media = {
      kind: 'video',
      mimetype: 'video/mp4',
      sizeBytes: 9_000_000,
      fileName: null,
      sha256: null,
      encryptedSha256: null,
      mediaKey: 'k',
      directPath: '/v/x',
      seconds: null,
      width: null,
      height: null,
      waveform: null,
      isGif: false,
      thumbnail: null,
    } as const;
    await place(past('filme', { kind: 'video', media }));
    const due = () => dueMedia(channel, { channelId: company.channelId, limit: 5 });
    const [ticket] = (await listTickets(admin, { tab: 'closed' })).items;
    const shown = async () => (await pageMessages(admin, { ticketId: ticket?.id ?? '' })).items[0]?.media;
    const id = (await shown())?.id ?? '';
    expect((await shown())?.state).toBe('remote');
    expect(await due()).toEqual([]);
    const foreign = await (await createCompany(harness.kernel)).person({ role: 'admin' });
    await expect(askForMedia(foreign, { id })).rejects.toMatchObject({ code: 'not-found' });
    const stranger = await company.person({ role: 'agent', queues: [company.queues.billing] });
    await expect(askForMedia(stranger, { id })).rejects.toMatchObject({ code: 'not-found' });
    await askForMedia(admin, { id });
    await askForMedia(admin, { id });
    expect((await shown())?.state).toBe('due');
    expect(await due()).toMatchObject([{ mediaId: id }]);
  });

  it('refuses a channel of another company', async () => {
    await fresh();
    const other = await createCompany(harness.kernel);
    const batch = { messages: [past('oi')], people: [] };
    await expect(ingestHistory(channel, { channelId: other.channelId, batch })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('parts of the past', () => {
  const part = (remoteId: string, percent: number | null, isRequested = false) => ({
    remoteId,
    content: Buffer.from(remoteId),
    percent,
    isRequested,
  });
  const keep = (...parts: ReturnType<typeof part>[]) =>
    Promise.all(parts.map((item) => keepHistoryPart(channel, { channelId: company.channelId, part: item })));
  const due = () => dueHistoryPart(channel, { channelId: company.channelId });

  it('are kept once, placed in their order and say how far they are', async () => {
    await fresh();
    for (const item of [part('a', 40), part('b', 100), part('a', 40)]) await keep(item);
    for (const [content, percent] of [
      ['a', 40],
      ['b', null],
    ] as const) {
      const next = await due();
      expect(Buffer.from(next?.content ?? []).toString()).toBe(content);
      await historyPartPlaced(channel, { channelId: company.channelId, id: next?.id ?? '' });
      await historyPartPlaced(channel, { channelId: company.channelId, id: next?.id ?? '' });
      expect(await one('select history_percent as percent from channels')).toEqual({ percent });
    }
    expect(await due()).toBeNull();
    await keep(part('a', 40));
    expect(await due()).toBeNull();
  });

  it('are not kept by a channel that wants none, unless somebody asked', async () => {
    await fresh();
    await read(channel, (scope) => scope.query('select 1'));
    const owner = (await import('postgres')).default(harness.ownerUrl, { max: 1 });
    await owner`update channels set history_days = 0 where id = ${company.channelId}`;
    await owner.end();
    await keep(part('a', 40));
    expect(await due()).toBeNull();
    await keep(part('b', null, true));
    expect(await due()).not.toBeNull();
  });

  it('wait after a failure and are given up in the end', async () => {
    await fresh();
    await keep(part('a', 40));
    const id = (await due())?.id ?? '';
    await historyPartFailed(channel, { id, error: 'unavailable', retryable: true });
    expect(await due()).toBeNull();
    expect(await one('select state, attempts from history_parts')).toEqual({ state: 'due', attempts: 1 });
    await historyPartFailed(channel, { id, error: 'corrupt', retryable: false });
    expect(await one('select state, error from history_parts')).toEqual({ state: 'failed', error: 'corrupt' });
  });
});

it('fetches small and recent files of the past at once, all others when asked', () => {
  const nowMs = Date.now();
  const file = (kind: string, sizeBytes: number | null, days: number) =>
    stateOfPastFile({ media: { kind, sizeBytes }, sentAt: new Date(nowMs - days * 86_400_000).toISOString(), nowMs });
  expect([file('image', 1_000, 1), file('voice', 1_000, 13)]).toEqual(['due', 'due']);
  expect([
    file('image', 1_000, 15),
    file('image', null, 1),
    file('image', 4 * 2 ** 20, 1),
    file('video', 10, 1),
  ]).toEqual(['remote', 'remote', 'remote', 'remote']);
});
