import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { archiveChannel } from '../../src/channels/index.ts';
import { type Context, channelContext, type UserContext } from '../../src/kernel/index.ts';
import {
  applyReceipt,
  deleteMessage,
  discardMessage,
  editMessage,
  forwardMessage,
  ingestBatch,
  pageMessages,
  reactMessage,
  retryMessage,
  sendMessage,
} from '../../src/messages/index.ts';
import { refuseMessage } from '../../src/outbox/index.ts';
import { acceptTicket, getTicket, listTickets } from '../../src/tickets/index.ts';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let channel: Context;
let ana: UserContext;
let bia: UserContext;
let foreign: UserContext;
let people = 0;
let ticketId: string;

async function newTicket(): Promise<string> {
  people += 1;
  const lid = String(5_000 + people);
  const person = { phone: null, lid, pushName: `Cliente ${people}` };
  const inbound = inboundText('oi', { remoteChat: `${lid}@lid`, person });
  await ingestBatch(channel, { channelId: company.channelId, messages: [{ journalId: null, inbound, content: null }] });
  const waiting = (await listTickets(ana, { tab: 'pending', limit: 100 })).items;
  const id = waiting.find((ticket) => ticket.contact.name === person.pushName)?.id ?? '';
  await acceptTicket(ana, { id });
  return id;
}

beforeAll(async () => {
  harness = await openHarness();
  company = await createCompany(harness.kernel);
  channel = channelContext(harness.kernel, company.tenantId, company.channelId);
  ana = await company.person({ role: 'agent', name: 'Ana' });
  bia = await company.person({ role: 'agent', name: 'Bia' });
  foreign = await (await createCompany(harness.kernel)).person({ role: 'admin' });
});
afterAll(() => harness[Symbol.asyncDispose]());
beforeEach(async () => {
  ticketId = await newTicket();
});

let sends = 0;
const clientId = (): string => {
  sends += 1;
  return `client-${sends}-x`;
};
const sql = () => harness.kernel.database.platform.sql;
const remoteIdOf = async (id: string): Promise<string> => {
  const [row] = await sql()<{ remote_id: string }[]>`select remote_id from messages where id = ${id}`;
  return row?.remote_id ?? '';
};
const receive = async (id: string, state: 'sent' | 'delivered' = 'sent') =>
  applyReceipt(channel, { channelId: company.channelId, remoteIds: [await remoteIdOf(id)], state });
const sent = async (body = 'Olá') => {
  const message = await sendMessage(ana, { ticketId, clientId: clientId(), body });
  await receive(message.id);
  return message;
};
const shown = async (id: string, ticket = ticketId) =>
  (await pageMessages(ana, { ticketId: ticket, limit: 100 })).items.find((message) => message.id === id);
const customers = async () =>
  (await pageMessages(ana, { ticketId })).items.find((message) => message.direction === 'in')?.id ?? '';

describe('a reaction', () => {
  it('shows as on its way, takes hold with the acknowledgement, changes and goes', async () => {
    const id = await customers();
    expect(await reactMessage(ana, { id, emoji: '👍' })).toMatchObject({
      reactions: [],
      change: { kind: 'reaction', text: '👍', state: 'queued' },
    });
    const change = async () => (await shown(id))?.change?.id ?? '';
    await receive(await change());
    expect(await shown(id)).toMatchObject({ change: null, reactions: [{ emoji: '👍', count: 1, isOurs: true }] });
    await reactMessage(ana, { id, emoji: '❤️' });
    await receive(await change());
    expect((await shown(id))?.reactions).toEqual([{ emoji: '❤️', count: 1, isOurs: true }]);
    await reactMessage(ana, { id, emoji: '' });
    await receive(await change());
    expect((await shown(id))?.reactions).toEqual([]);
  });

  it("is no message of the conversation and does not become the ticket's last one", async () => {
    const before = await getTicket(ana, { id: ticketId });
    const id = await customers();
    await reactMessage(ana, { id, emoji: '👍' });
    expect((await pageMessages(ana, { ticketId })).items).toHaveLength(1);
    expect((await getTicket(ana, { id: ticketId })).lastMessage).toEqual(before.lastMessage);
  });

  it.each(['ab', '👍👍', 'x', ' '])('refuses %j, which is not one emoji', async (emoji) => {
    await expect(reactMessage(ana, { id: await customers(), emoji })).rejects.toMatchObject({ name: 'ZodError' });
  });
});

describe('an edit', () => {
  it('takes hold with the acknowledgement and keeps what was there', async () => {
    const { id } = await sent('Bom diia');
    expect(await editMessage(ana, { id, body: 'Bom dia' })).toMatchObject({ body: 'Bom diia', editedAt: null });
    await receive((await shown(id))?.change?.id ?? '');
    expect(await shown(id)).toMatchObject({ body: 'Bom dia', change: null, editedAt: expect.any(String) });
    const history = await sql()`select body from message_edits where message_id = ${id}`;
    expect(history).toEqual([{ body: 'Bom diia' }]);
    expect((await getTicket(ana, { id: ticketId })).lastMessage?.preview).toBe('Bom dia');
  });

  it("is refused for others' messages, unsent ones, and after WhatsApp's quarter of an hour", async () => {
    const refusal = (problem: string) => ({ code: 'conflict', details: { problem } });
    await expect(editMessage(ana, { id: await customers(), body: 'x' })).rejects.toMatchObject(refusal('not_own'));
    const queued = await sendMessage(ana, { ticketId, clientId: clientId(), body: 'ainda não' });
    await expect(editMessage(ana, { id: queued.id, body: 'x' })).rejects.toMatchObject(refusal('not_sent'));
    const { id } = await sent();
    await sql()`update messages set sent_at = now() - interval '16 minutes' where id = ${id}`;
    await expect(editMessage(ana, { id, body: 'x' })).rejects.toMatchObject(refusal('too_late'));
  });

  it('that failed stands beside its message, and can be tried again or given up', async () => {
    const { id } = await sent();
    await editMessage(ana, { id, body: 'Oi' });
    const change = (await shown(id))?.change?.id ?? '';
    await refuseMessage(channel, { channelId: company.channelId, remoteId: await remoteIdOf(change), code: '479' });
    expect(await shown(id)).toMatchObject({ state: 'sent', change: { state: 'failed', failure: 'stale_session' } });
    expect(await retryMessage(ana, { id: change })).toMatchObject({ id, change: { state: 'queued', failure: null } });
    await refuseMessage(channel, { channelId: company.channelId, remoteId: await remoteIdOf(change), code: '479' });
    await discardMessage(ana, { id: change });
    expect(await shown(id)).toMatchObject({ body: 'Olá', change: null });
  });
});

describe('a deletion for everyone', () => {
  it('takes hold with the acknowledgement', async () => {
    const { id } = await sent('segredo');
    await deleteMessage(ana, { id });
    expect(await shown(id)).toMatchObject({ deletedAt: null, change: { kind: 'delete' } });
    await receive((await shown(id))?.change?.id ?? '');
    expect(await shown(id)).toMatchObject({ deletedAt: expect.any(String), change: null });
    await expect(deleteMessage(ana, { id })).rejects.toMatchObject({ details: { problem: 'deleted' } });
  });

  it("is refused for others' messages and after the limit", async () => {
    await expect(deleteMessage(ana, { id: await customers() })).rejects.toMatchObject({
      details: { problem: 'not_own' },
    });
    const { id } = await sent();
    await sql()`update messages set sent_at = now() - interval '61 hours' where id = ${id}`;
    await expect(deleteMessage(ana, { id })).rejects.toMatchObject({ details: { problem: 'too_late' } });
  });
});

describe('forwarding', () => {
  it('makes a marked message in each conversation, once however often it is asked', async () => {
    const { id } = await sent('Horário: 9h às 18h');
    const to = [
      { ticketId: await newTicket(), clientId: clientId() },
      { ticketId: await newTicket(), clientId: clientId() },
    ];
    const first = await forwardMessage(ana, { id, to });
    const again = await forwardMessage(ana, { id, to });
    expect(again.map((message) => message.id).toSorted()).toEqual(first.map((message) => message.id).toSorted());
    expect(first).toHaveLength(2);
    for (const message of first)
      expect(message).toMatchObject({ body: 'Horário: 9h às 18h', isForwarded: true, state: 'queued', quoted: null });
  });

  it("goes to all of them or to none, to at most five, and never out of one's sight", async () => {
    const { id } = await sent();
    const mine = await newTicket();
    const theirs = await newTicket();
    await sql()`update tickets set user_id = ${bia.actor.userId} where id = ${theirs}`;
    const to = (ids: string[]) => ids.map((ticket) => ({ ticketId: ticket, clientId: clientId() }));
    await expect(forwardMessage(ana, { id, to: to([mine, theirs]) })).rejects.toMatchObject({ code: 'conflict' });
    expect((await pageMessages(ana, { ticketId: mine })).items).toHaveLength(1);
    await expect(forwardMessage(ana, { id, to: to(Array(6).fill(mine)) })).rejects.toMatchObject({ name: 'ZodError' });
    await expect(forwardMessage(foreign, { id, to: to([mine]) })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('every change', () => {
  it('is only for whoever has the ticket, and foreign messages do not exist', async () => {
    const { id } = await sent();
    const changes = [
      (ctx: UserContext) => reactMessage(ctx, { id, emoji: '👍' }),
      (ctx: UserContext) => editMessage(ctx, { id, body: 'x' }),
      (ctx: UserContext) => deleteMessage(ctx, { id }),
      (ctx: UserContext) => discardMessage(ctx, { id }),
      (ctx: UserContext) => retryMessage(ctx, { id }),
    ];
    const lesser = { ...ana, actor: { ...ana.actor, permissions: [] } };
    for (const change of changes) {
      await expect(change(bia)).rejects.toMatchObject({ code: 'conflict' });
      await expect(change(foreign)).rejects.toMatchObject({ code: 'not-found' });
      await expect((async () => change(lesser))()).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});

describe('a number that was taken out of use', () => {
  it('fails what waited and takes nothing more, and says why', async () => {
    const other = await createCompany(harness.kernel);
    const admin = await other.person({ role: 'admin', name: 'Rui' });
    const ctx = channelContext(harness.kernel, other.tenantId, other.channelId);
    const arrivals = [{ journalId: null, inbound: inboundText('oi'), content: null }];
    await ingestBatch(ctx, { channelId: other.channelId, messages: arrivals });
    const id = (await listTickets(admin, { tab: 'pending' })).items[0]?.id ?? '';
    await acceptTicket(admin, { id });
    const waiting = await sendMessage(admin, { ticketId: id, clientId: clientId(), body: 'espera' });
    await archiveChannel(admin, { id: other.channelId });
    const [message] = (await pageMessages(admin, { ticketId: id })).items;
    expect(message).toMatchObject({ id: waiting.id, state: 'failed', failure: 'channel_deleted' });
    const refusal = { code: 'conflict', details: { reason: 'channel_deleted' } };
    await expect(sendMessage(admin, { ticketId: id, clientId: clientId(), body: 'x' })).rejects.toMatchObject(refusal);
    await expect(retryMessage(admin, { id: waiting.id })).rejects.toMatchObject(refusal);
  });
});

describe('discarding', () => {
  it("hides a failed message, and brings it back when the customer's phone has it after all", async () => {
    const message = await sendMessage(ana, { ticketId, clientId: clientId(), body: 'recusada' });
    await expect(discardMessage(ana, { id: message.id })).rejects.toMatchObject({ code: 'conflict' });
    const remoteId = await remoteIdOf(message.id);
    await refuseMessage(channel, { channelId: company.channelId, remoteId, code: '500' });
    await discardMessage(ana, { id: message.id });
    expect(await shown(message.id)).toBeUndefined();
    expect((await getTicket(ana, { id: ticketId })).lastMessage).toMatchObject({ preview: 'oi', direction: 'in' });
    await expect(retryMessage(ana, { id: message.id })).rejects.toMatchObject({ code: 'conflict' });
    await receive(message.id, 'delivered');
    expect(await shown(message.id)).toMatchObject({ state: 'delivered', failure: null });
  });
});
