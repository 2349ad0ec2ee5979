import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Context, channelContext, type UserContext } from '../../src/kernel/index.ts';
import { addNote, ingestBatch, pageMessages, reactMessage, sendMessage } from '../../src/messages/index.ts';
import { acceptTicket, closeTicket, getTicket, listTickets } from '../../src/tickets/index.ts';
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

it('a note stands in the conversation, is no activity, and nothing is left to send', async () => {
  const before = await getTicket(ana, { id: ticketId });
  const note = await addNote(bia, { ticketId, clientId: 'note-0001', body: 'cliente antigo, tratar bem' });
  expect(note).toMatchObject({ direction: 'note', state: null, author: { name: 'Bia' }, fromPhone: false });
  expect((await pageMessages(ana, { ticketId })).items[0]).toEqual(note);
  const after = await getTicket(ana, { id: ticketId });
  expect(after).toEqual(before);
  const [open] = await harness.kernel.database.platform.sql<{ n: number }[]>`
    select count(*)::int as n from messages where ticket_id = ${ticketId} and state in ('queued', 'sending')`;
  expect(open?.n).toBe(0);
});

it('is written once for one client id, and on a ticket of any state', async () => {
  const first = await addNote(ana, { ticketId, clientId: 'note-0002', body: 'uma vez' });
  expect(await addNote(ana, { ticketId, clientId: 'note-0002', body: 'uma vez' })).toMatchObject({ id: first.id });
  await acceptTicket(ana, { id: ticketId });
  await addNote(bia, { ticketId, clientId: 'note-0003', body: 'posso ajudar' });
  await closeTicket(ana, { id: ticketId });
  await addNote(bia, { ticketId, clientId: 'note-0004', body: 'resolvido por telefone' });
  const notes = (await pageMessages(ana, { ticketId })).items.filter((message) => message.direction === 'note');
  expect(notes).toHaveLength(4);
});

it('cannot be answered, reacted to or seen by a stranger', async () => {
  const note = await addNote(ana, { ticketId, clientId: 'note-0005', body: 'só nossa' });
  await expect(reactMessage(ana, { id: note.id, emoji: '👍' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(
    sendMessage(ana, { ticketId, clientId: 'answer-0001', body: 'x', quotedId: note.id }),
  ).rejects.toMatchObject({ code: expect.stringMatching(/not-found|conflict/) });
  await expect(addNote(foreign, { ticketId, clientId: 'note-0006', body: 'oi' })).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(addNote(ana, { ticketId, clientId: 'note-0007', body: '   ' })).rejects.toMatchObject({
    name: 'ZodError',
  });
});
