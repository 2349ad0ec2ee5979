import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Context, channelContext, read } from '../../src/kernel/index.ts';
import {
  type Arrival,
  ingestBatch,
  journalMessage,
  pageMessages,
  recordUndecryptable,
  waitingJournal,
} from '../../src/messages/index.ts';
import { acceptTicket, closeTicket, listTickets } from '../../src/tickets/index.ts';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let channel: Context;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

async function fresh(options: { reopenWindowS?: number } = {}): Promise<Awaited<ReturnType<Company['person']>>> {
  company = await createCompany(harness.kernel, options);
  channel = channelContext(harness.kernel, company.tenantId, company.channelId);
  return await company.person({ role: 'admin' });
}
const ingest = (...messages: ReturnType<typeof inboundText>[]): Promise<number> =>
  ingestBatch(channel, {
    channelId: company.channelId,
    messages: messages.map((inbound) => ({ journalId: null, inbound, content: null })),
  });
const count = async (table: string): Promise<number> =>
  (await read(channel, (scope) => scope.query<{ n: number }>(`select count(*)::int as n from ${table}`)))[0]?.n ?? -1;

describe('ingest-batch', () => {
  it('turns a first message into contact, ticket, attendance, message and event', async () => {
    const admin = await fresh();
    expect(await ingest(inboundText('Oi! Meu pedido não chegou'))).toBe(1);
    const { items } = await listTickets(admin, { tab: 'pending' });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      number: 1,
      state: 'pending',
      unreadCount: 1,
      protocol: '1-1',
      contact: { name: 'Marina Sampaio', phone: '5511981234567' },
      queue: { id: company.queues.support },
      agent: null,
      lastMessage: { kind: 'text', direction: 'in', preview: 'Oi! Meu pedido não chegou', state: null },
    });
    const page = await pageMessages(admin, { ticketId: items[0]?.id ?? '' });
    expect(page.items).toMatchObject([
      { body: 'Oi! Meu pedido não chegou', direction: 'in', attendanceNumber: 1, fromPhone: false },
    ]);
    expect(await count('events')).toBe(1);
    expect(await count('ticket_logs')).toBe(1);
  });

  it('counts the same provider message once, ten times over and in one batch', async () => {
    const admin = await fresh();
    const message = inboundText('uma vez só');
    await Promise.all(Array.from({ length: 5 }, () => ingest(message)));
    expect(await ingest(message, message, inboundText('outra'), message, message, message)).toBe(1);
    const { items } = await listTickets(admin, { tab: 'pending' });
    expect(items).toMatchObject([{ unreadCount: 2 }]);
    expect(await count('messages')).toBe(2);
    expect(await count('attendances')).toBe(1);
  });

  it('keeps one contact and one ticket when 32 first messages arrive at the same instant', async () => {
    const admin = await fresh();
    const messages = Array.from({ length: 32 }, (_, n) => inboundText(`mensagem ${n}`));
    await Promise.all(messages.map((message) => ingest(message)));
    const { items } = await listTickets(admin, { tab: 'pending' });
    expect(items).toMatchObject([{ unreadCount: 32 }]);
    for (const [table, n] of [
      ['contacts', 1],
      ['contact_identities', 2],
      ['attendances', 1],
      ['messages', 32],
    ] as const) {
      expect(await count(table), table).toBe(n);
    }
  });

  it('places messages by their own time and keeps arrival order within a second', async () => {
    const admin = await fresh();
    const at = Math.floor(Date.now() / 1000) * 1000 - 60_000;
    const same = ['b', 'c', 'd'].map((body) => inboundText(body, { sentAtMs: at }));
    for (const message of same) await ingest(message);
    await ingest(inboundText('late', { sentAtMs: at - 5_000 }), inboundText('e', { sentAtMs: at + 1_000 }));
    const { items } = await listTickets(admin, { tab: 'pending' });
    const page = await pageMessages(admin, { ticketId: items[0]?.id ?? '' });
    expect(page.items.map((message) => message.body).reverse()).toEqual(['late', 'b', 'c', 'd', 'e']);
    expect(items[0]?.lastMessage?.preview).toBe('e');
  });

  it('does not believe a date in the future or before 2009', async () => {
    const admin = await fresh();
    const before = Date.now();
    await ingest(
      inboundText('future', { sentAtMs: before + 86_400_000 }),
      inboundText('past', { sentAtMs: Date.UTC(2008, 5, 1) }),
    );
    const { items } = await listTickets(admin, { tab: 'pending' });
    const page = await pageMessages(admin, { ticketId: items[0]?.id ?? '' });
    for (const message of page.items) {
      expect(Date.parse(message.sentAt)).toBeGreaterThanOrEqual(before);
      expect(Date.parse(message.sentAt)).toBeLessThanOrEqual(Date.now());
    }
  });

  it('keeps emoji, right-to-left and 64 KB texts, and cuts what a database cannot hold', async () => {
    const admin = await fresh();
    const bodies = ['👩🏽‍🚀🎉', 'مرحبا كيف حالك', 'x'.repeat(65_536), 'nul\u0000 and \uD800 half'];
    await ingest(...bodies.map((body) => inboundText(body)));
    const { items } = await listTickets(admin, { tab: 'pending' });
    const page = await pageMessages(admin, { ticketId: items[0]?.id ?? '' });
    expect(page.items.map((message) => message.body).reverse()).toEqual([...bodies.slice(0, 3), 'nul and \uFFFD half']);
  });

  it('knows one person by LID alone, by number alone, and by both', async () => {
    const admin = await fresh();
    await ingest(inboundText('lid', { remoteChat: '77@lid', person: { phone: null, lid: '77', pushName: null } }));
    await ingest(
      inboundText('both', { remoteChat: '77@lid', person: { phone: '5521988771203', lid: '77', pushName: null } }),
    );
    await ingest(
      inboundText('phone', {
        remoteChat: '5521988771203@s.whatsapp.net',
        person: { phone: '5521988771203', lid: null, pushName: 'Rita' },
      }),
    );
    const { items } = await listTickets(admin, { tab: 'pending' });
    expect(items).toMatchObject([{ unreadCount: 3, contact: { name: 'Rita', phone: '5521988771203' } }]);
  });

  it('adds to a closed ticket within the reopen window and opens a new attendance after it', async () => {
    const admin = await fresh({ reopenWindowS: 600 });
    await ingest(inboundText('Bom dia'));
    const [ticket] = (await listTickets(admin, { tab: 'pending' })).items;
    const id = ticket?.id ?? '';
    await acceptTicket(admin, { id });
    await closeTicket(admin, { id });
    await ingest(inboundText('obrigado!', { sentAtMs: Date.now() }));
    expect((await listTickets(admin, { tab: 'closed' })).items).toMatchObject([{ protocol: '1-1', unreadCount: 1 }]);
    await harness.kernel.database.platform
      .sql`update tickets set closed_at = now() - interval '11 minutes' where id = ${id}`;
    await ingest(inboundText('voltei', { sentAtMs: Date.now() }));
    expect((await listTickets(admin, { tab: 'pending' })).items).toMatchObject([
      { protocol: '1-2', agent: null, state: 'pending' },
    ]);
  });

  it('keeps a conversation begun on the phone closed, until the customer writes', async () => {
    const admin = await fresh();
    await ingest(
      inboundText('Olá, aqui é da loja', {
        fromMe: true,
        person: { phone: '5511981234567', lid: '1001', pushName: 'Loja' },
      }),
    );
    expect((await listTickets(admin, { tab: 'closed' })).items).toMatchObject([
      {
        unreadCount: 0,
        protocol: null,
        contact: { name: '+55 11 98123 4567' },
        lastMessage: { direction: 'out', state: 'sent' },
      },
    ]);
    await ingest(inboundText('oi'));
    expect((await listTickets(admin, { tab: 'pending' })).items).toMatchObject([
      { protocol: '1-1', contact: { name: 'Marina Sampaio' } },
    ]);
  });

  it('fills a placeholder with the content that heals it and never the other way round', async () => {
    const admin = await fresh();
    const message = inboundText('agora sim');
    await recordUndecryptable(channel, { channelId: company.channelId, inbound: message });
    const [ticket] = (await listTickets(admin, { tab: 'pending' })).items;
    const id = ticket?.id ?? '';
    expect((await pageMessages(admin, { ticketId: id })).items).toMatchObject([{ kind: 'undecryptable', body: null }]);
    expect(await ingest(message)).toBe(1);
    await recordUndecryptable(channel, { channelId: company.channelId, inbound: message });
    expect((await pageMessages(admin, { ticketId: id })).items).toMatchObject([
      { kind: 'text', body: 'agora sim', rev: 2 },
    ]);
    expect((await listTickets(admin, { tab: 'pending' })).items).toMatchObject([{ unreadCount: 1 }]);
  });

  it('keeps an edit that overtook the message it changes', async () => {
    const admin = await fresh();
    const message = inboundText('como era');
    const edit = inboundText('', {
      kind: 'edit',
      person: message.person,
      remoteChat: message.remoteChat,
      targetRemoteId: message.remoteId,
      details: { kind: 'edit', body: 'como ficou' },
    });
    await recordUndecryptable(channel, { channelId: company.channelId, inbound: message });
    await ingest(edit);
    await ingest(message);
    const [ticket] = (await listTickets(admin, { tab: 'pending' })).items;
    expect((await pageMessages(admin, { ticketId: ticket?.id ?? '' })).items).toMatchObject([
      { kind: 'text', body: 'como ficou' },
    ]);
  });

  it('lets a poisoned message harm only itself, and keeps its journal entry', async () => {
    const admin = await fresh();
    const good = [inboundText('um'), inboundText('dois')];
    const poison = inboundText('veneno', { kind: 'text', remoteId: 'x'.repeat(5_000_000) });
    const entries: Arrival[] = [];
    for (const inbound of [good[0], poison, good[1]]) {
      if (!inbound) continue;
      const entry = {
        remoteChat: inbound.remoteChat,
        remoteId: randomUUID(),
        fromMe: false,
        envelope: { id: '1' },
        content: new Uint8Array([1]),
      };
      entries.push({
        inbound,
        content: null,
        ...(await journalMessage(channel, { channelId: company.channelId, entry })),
      });
    }
    expect(await ingestBatch(channel, { channelId: company.channelId, messages: entries })).toBe(2);
    const waiting = await waitingJournal(channel, { channelId: company.channelId, limit: 10 });
    expect(waiting.map((row) => row.journalId)).toEqual([entries[1]?.journalId]);
    expect((await listTickets(admin, { tab: 'pending' })).items).toMatchObject([{ unreadCount: 2 }]);
  });

  it('journals the same provider message once and gives its content back unchanged', async () => {
    await fresh();
    const entry = {
      remoteChat: '5@lid',
      remoteId: 'ABC',
      fromMe: false,
      envelope: { t: '1', notify: 'Zoé' },
      content: new Uint8Array([0, 255, 7]),
    };
    const first = await journalMessage(channel, { channelId: company.channelId, entry });
    expect(await journalMessage(channel, { channelId: company.channelId, entry })).toEqual(first);
    const [row] = await waitingJournal(channel, { channelId: company.channelId, limit: 10 });
    expect(row?.entry).toMatchObject({ remoteId: 'ABC', envelope: { t: '1', notify: 'Zoé' } });
    expect([...(row?.entry.content ?? [])]).toEqual([0, 255, 7]);
  });

  it('stores nothing for a channel of another company', async () => {
    await fresh();
    const other = await createCompany(harness.kernel);
    const stored = ingestBatch(channel, {
      channelId: other.channelId,
      messages: [{ journalId: null, inbound: inboundText('intruso'), content: null }],
    });
    await expect(stored).rejects.toMatchObject({ code: 'not-found', field: 'channel' });
    expect(await count('tickets')).toBe(0);
    expect(await count('contacts')).toBe(0);
  });
});
