import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Context, channelContext, type UserContext } from '../../src/kernel/index.ts';
import {
  applyReceipt,
  dueReadReceipts,
  ingestBatch,
  pageMessages,
  readReceiptsSent,
  retryMessage,
  sendMessage,
  sentText,
} from '../../src/messages/index.ts';
import { refuseMessage } from '../../src/outbox/index.ts';
import { acceptTicket, getTicket, listTickets, markRead } from '../../src/tickets/index.ts';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let channel: Context;
let ana: UserContext;
let bia: UserContext;
let foreign: UserContext;
let ticketId: string;
beforeAll(async () => {
  harness = await openHarness();
  company = await createCompany(harness.kernel);
  channel = channelContext(harness.kernel, company.tenantId, company.channelId);
  ana = await company.person({ role: 'agent', name: 'Ana' });
  bia = await company.person({ role: 'agent', name: 'Bia' });
  foreign = await (await createCompany(harness.kernel)).person({ role: 'admin' });
  await ingestBatch(channel, {
    channelId: company.channelId,
    messages: [{ journalId: null, inbound: inboundText('oi'), content: null }],
  });
  ticketId = (await listTickets(ana, { tab: 'pending' })).items[0]?.id ?? '';
});
afterAll(() => harness[Symbol.asyncDispose]());

let sends = 0;
const newClientId = (): string => {
  sends += 1;
  return `client-${sends}`;
};
const send = (ctx: UserContext, body: string, clientId = newClientId()) =>
  sendMessage(ctx, { ticketId, clientId, body });
const remoteIdOf = async (id: string): Promise<string> => {
  const [row] = await harness.kernel.database.platform.sql<
    { remote_id: string }[]
  >`select remote_id from messages where id = ${id}`;
  return row?.remote_id ?? '';
};

describe('send-message', () => {
  it('asks to accept first, and lets only the holder write', async () => {
    await expect(send(ana, 'oi')).rejects.toMatchObject({ code: 'conflict', details: { state: 'pending' } });
    await acceptTicket(ana, { id: ticketId });
    await expect(send(bia, 'oi')).rejects.toMatchObject({ code: 'conflict' });
    await expect(send(foreign, 'oi')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('stores the text as the outbox row with a reserved id, and shows it on the ticket', async () => {
    const sent = await send(ana, 'Olá, Marina! 👋');
    expect(sent).toMatchObject({
      state: 'queued',
      direction: 'out',
      author: { name: 'Ana' },
      body: 'Olá, Marina! 👋',
      fromPhone: false,
      attendanceNumber: 1,
    });
    expect(await remoteIdOf(sent.id)).toMatch(/^3EB0[0-9A-F]{18}$/);
    expect(await getTicket(ana, { id: ticketId })).toMatchObject({
      lastMessage: { preview: 'Olá, Marina! 👋', state: 'queued', direction: 'out' },
    });
    expect((await pageMessages(ana, { ticketId })).items.map((message) => message.direction)).toEqual(['out', 'in']);
  });

  it('sends one message however often and however quickly the browser asks', async () => {
    const clientId = 'same-client-id';
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(ana, 'uma vez', clientId)));
    expect(new Set(answers.map((message) => message.id)).size).toBe(1);
  });

  it('orders concurrent messages of a conversation by their sequence, without a hole', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => send(ana, `n${n}`)));
    const rows = await harness.kernel.database.platform.sql<
      { seq: number }[]
    >`select seq from messages where direction = 'out' order by seq`;
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, n) => n + 1));
  });

  it.each([
    ['blank', '   \n '],
    ['NUL', 'a\u0000b'],
    ['half a surrogate', 'a\uD800'],
    ['too long', 'x'.repeat(65_537)],
  ])('refuses a %s text and keeps nothing', async (_, body) => {
    const before = (await pageMessages(ana, { ticketId, limit: 100 })).items.length;
    await expect(send(ana, body)).rejects.toMatchObject({ name: 'ZodError' });
    expect((await pageMessages(ana, { ticketId, limit: 100 })).items).toHaveLength(before);
  });
});

describe('receipts', () => {
  it('move a message and its ticket forward, whatever their order', async () => {
    const sent = await send(ana, 'ticks');
    const remoteIds = [await remoteIdOf(sent.id)];
    const apply = (state: 'sent' | 'delivered' | 'read') =>
      applyReceipt(channel, { channelId: company.channelId, remoteIds, state });
    expect(await apply('delivered')).toBe(1);
    expect(await apply('sent')).toBe(0);
    expect(await apply('read')).toBe(1);
    expect(await apply('read')).toBe(0);
    const [message] = (await pageMessages(ana, { ticketId, limit: 1 })).items;
    expect(message).toMatchObject({ state: 'read', rev: 3 });
    expect(await getTicket(ana, { id: ticketId })).toMatchObject({ lastMessage: { state: 'read' } });
  });

  it('of unknown ids, or from a foreign channel, change nothing', async () => {
    const sent = await send(ana, 'quieto');
    const other = channelContext(harness.kernel, foreign.tenantId, company.channelId);
    const remoteIds = [await remoteIdOf(sent.id)];
    expect(await applyReceipt(other, { channelId: company.channelId, remoteIds, state: 'read' })).toBe(0);
    expect(await applyReceipt(channel, { channelId: company.channelId, remoteIds: ['nobody'], state: 'read' })).toBe(0);
  });

  it('refused messages fail with a code, can be sent again under the same id, and cannot fail once delivered', async () => {
    const sent = await send(ana, 'recusada');
    const remoteId = await remoteIdOf(sent.id);
    const refuse = () => refuseMessage(channel, { channelId: company.channelId, remoteId, code: '463' });
    expect(await refuse()).toBe(1);
    expect((await pageMessages(ana, { ticketId, limit: 1 })).items).toMatchObject([
      { state: 'failed', failure: 'restricted' },
    ]);
    await expect(retryMessage(foreign, { id: sent.id })).rejects.toMatchObject({ code: 'not-found' });
    expect(await retryMessage(ana, { id: sent.id })).toMatchObject({ state: 'queued', failure: null });
    expect(await remoteIdOf(sent.id)).toBe(remoteId);
    await expect(retryMessage(ana, { id: sent.id })).rejects.toMatchObject({ code: 'conflict' });
    await applyReceipt(channel, { channelId: company.channelId, remoteIds: [remoteId], state: 'delivered' });
    expect(await refuse()).toBe(0);
  });
});

describe('towards the provider', () => {
  it('answers a resend request only for what this channel sent', async () => {
    const sent = await send(ana, 'de novo, por favor');
    const remoteId = await remoteIdOf(sent.id);
    expect(await sentText(channel, { channelId: company.channelId, remoteId })).toBe('de novo, por favor');
    expect(
      await sentText(channelContext(harness.kernel, foreign.tenantId, company.channelId), {
        channelId: company.channelId,
        remoteId,
      }),
    ).toBeNull();
  });

  it('owes read receipts once', async () => {
    await markRead(ana, { id: ticketId });
    const due = await dueReadReceipts(channel, { channelId: company.channelId, limit: 10 });
    expect(due).toHaveLength(1);
    await readReceiptsSent(
      channel,
      due.map((receipt) => receipt.messageId),
    );
    expect(await dueReadReceipts(channel, { channelId: company.channelId, limit: 10 })).toEqual([]);
  });
});

describe('page-messages', () => {
  it('walks back through the whole conversation without a repeat', async () => {
    const all: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await pageMessages(ana, { ticketId, cursor, limit: 7 });
      all.push(...page.items.map((message) => message.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(all.toSorted().reverse());
    await expect(pageMessages(ana, { ticketId, cursor: 'x' })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(pageMessages(foreign, { ticketId })).rejects.toMatchObject({ code: 'not-found' });
  });
});
