import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getContact } from '../../src/contacts/index.ts';
import { channelContext, type UserContext } from '../../src/kernel/index.ts';
import { ingestBatch } from '../../src/messages/index.ts';
import {
  acceptTicket,
  closeTicket,
  countTickets,
  getTicket,
  listAttendances,
  listTicketLog,
  listTickets,
  markRead,
  reopenTicket,
  returnTicket,
} from '../../src/tickets/index.ts';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let ana: UserContext;
let bia: UserContext;
let admin: UserContext;
let outsider: UserContext;
let foreign: UserContext;
beforeAll(async () => {
  harness = await openHarness();
  company = await createCompany(harness.kernel);
  ana = await company.person({ role: 'agent', name: 'Ana' });
  bia = await company.person({ role: 'agent', name: 'Bia' });
  admin = await company.person({ role: 'admin', queues: [] });
  outsider = await company.person({ role: 'agent', queues: [company.queues.billing] });
  foreign = await (await createCompany(harness.kernel)).person({ role: 'admin' });
});
afterAll(() => harness[Symbol.asyncDispose]());

let customer = 0;
/** A pending ticket of a new customer. */
async function newTicket(body = 'oi'): Promise<string> {
  customer += 1;
  const lid = `9${customer}`;
  const person = { phone: `55119${String(80_000_000 + customer)}`, lid, pushName: `Cliente ${customer}` };
  const inbound = inboundText(body, { remoteChat: `${lid}@lid`, person });
  await ingestBatch(channelContext(harness.kernel, company.tenantId, company.channelId), {
    channelId: company.channelId,
    messages: [{ journalId: null, inbound, content: null }],
  });
  const page = await listTickets(admin, { tab: 'pending', search: `cliente ${customer}` });
  const found = page.items.find((ticket) => ticket.contact.name === person.pushName);
  if (!found) throw new Error('the ticket was not listed');
  return found.id;
}

describe('accept', () => {
  it('has one winner among 16 at the same instant, and tells the others who', async () => {
    const id = await newTicket();
    const people = await Promise.all(
      Array.from({ length: 16 }, (_, n) => company.person({ role: 'agent', name: `Agente ${n}` })),
    );
    const results = await Promise.allSettled(people.map((ctx) => acceptTicket(ctx, { id })));
    const won = results.filter((result) => result.status === 'fulfilled');
    expect(won).toHaveLength(1);
    const { agent } = await getTicket(admin, { id });
    for (const result of results) {
      if (result.status === 'rejected') {
        expect(result.reason).toMatchObject({ code: 'already-accepted', details: { agentName: agent?.name } });
      }
    }
    expect((await listTicketLog(admin, { id })).map((entry) => entry.type)).toEqual(['accepted', 'created']);
  });

  it('gives the holder the ticket again and refuses a closed one', async () => {
    const id = await newTicket();
    await acceptTicket(ana, { id });
    expect(await acceptTicket(ana, { id })).toMatchObject({ agent: { name: 'Ana' }, state: 'open' });
    await closeTicket(ana, { id });
    await expect(acceptTicket(bia, { id })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('return, close and reopen', () => {
  it('walks a ticket through its life, numbered and logged', async () => {
    const id = await newTicket();
    await acceptTicket(ana, { id });
    expect(await returnTicket(ana, { id })).toMatchObject({ state: 'pending', agent: null, acceptedAt: null });
    await acceptTicket(bia, { id });
    expect(await closeTicket(bia, { id, reason: 'resolvido' })).toMatchObject({ state: 'closed', unreadCount: 0 });
    const reopened = await reopenTicket(ana, { id }).catch((error: unknown) => error);
    expect(reopened).toMatchObject({ state: 'open', agent: { name: 'Ana' } });
    const attendances = await listAttendances(ana, { id });
    expect(attendances).toMatchObject([
      { number: 2, agentName: 'Ana', closedAt: null },
      { number: 1, agentName: 'Bia', closedAt: expect.any(String) },
    ]);
    expect(attendances[0]?.protocol).toMatch(/^\d+-2$/);
    expect((await listTicketLog(ana, { id })).map((entry) => `${entry.type} ${entry.actorName}`)).toEqual([
      'reopened Ana',
      'closed Bia',
      'accepted Bia',
      'returned Ana',
      'accepted Ana',
      'created null',
    ]);
  });

  it('keeps others out of an open ticket but lets those who oversee act', async () => {
    const id = await newTicket();
    await acceptTicket(ana, { id });
    await expect(closeTicket(bia, { id })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(returnTicket(bia, { id })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await returnTicket(admin, { id })).toMatchObject({ state: 'pending' });
    await expect(returnTicket(admin, { id })).rejects.toMatchObject({ code: 'conflict' });
    await closeTicket(admin, { id });
    await expect(closeTicket(admin, { id })).rejects.toMatchObject({ code: 'conflict' });
    await expect(reopenTicket(admin, { id: await newTicket() })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('sight', () => {
  it('is the same not-found for the missing, the foreign and the invisible, in every verb', async () => {
    const id = await newTicket();
    const contactId = (await getTicket(admin, { id })).contact.id;
    const missing = '00000000-0000-7000-8000-000000000000';
    for (const [ctx, ticketId] of [
      [outsider, id],
      [foreign, id],
      [admin, missing],
    ] as const) {
      for (const verb of [
        getTicket,
        acceptTicket,
        returnTicket,
        closeTicket,
        reopenTicket,
        markRead,
        listTicketLog,
        listAttendances,
      ]) {
        await expect(verb(ctx, { id: ticketId }), verb.name).rejects.toMatchObject({
          code: 'not-found',
          field: 'ticket',
        });
      }
    }
    for (const ctx of [outsider, foreign]) {
      await expect(getContact(ctx, { id: contactId })).rejects.toMatchObject({ code: 'not-found' });
      expect((await listTickets(ctx, { tab: 'pending' })).items).toEqual([]);
      expect(await countTickets(ctx)).toEqual({ mine: 0, pending: 0, groups: 0, closed: 0, unread: 0 });
    }
    expect(await getContact(ana, { id: contactId })).toMatchObject({
      name: expect.stringContaining('Cliente'),
      lid: expect.any(String),
    });
  });
});

describe('list', () => {
  it('pages through every ticket once, newest first, and agrees with the counts', async () => {
    for (let n = 0; n < 7; n += 1) await newTicket();
    const seen: string[] = [];
    const times: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listTickets(ana, { tab: 'pending', limit: 3, cursor });
      seen.push(...page.items.map((ticket) => ticket.id));
      times.push(...page.items.map((ticket) => ticket.lastActivityAt));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(times).toEqual(times.toSorted().reverse());
    expect((await countTickets(ana)).pending).toBe(seen.length);
    const mine = await listTickets(ana, { tab: 'mine', limit: 100 });
    expect((await countTickets(ana)).mine).toBe(mine.items.length);
    expect(mine.items.every((ticket) => ticket.agent?.name === 'Ana')).toBe(true);
  });

  it('finds by name without accents, by any piece of the number, and takes no wildcard', async () => {
    const [ctx, lid] = [channelContext(harness.kernel, company.tenantId, company.channelId), '777001'];
    const inbound = inboundText('x', {
      remoteChat: `${lid}@lid`,
      person: { phone: '5531977778888', lid, pushName: 'Zoé Conceição' },
    });
    await ingestBatch(ctx, { channelId: company.channelId, messages: [{ journalId: null, inbound, content: null }] });
    for (const search of ['zoe', 'CONCEICAO zoé', '7777-8888', '(31) 97777', '77778']) {
      expect(
        (await listTickets(ana, { tab: 'pending', search })).items.map((ticket) => ticket.contact.name),
        search,
      ).toEqual(['Zoé Conceição']);
    }
    for (const search of ['%', '_____', 'zo%é'])
      expect((await listTickets(ana, { tab: 'pending', search })).items, search).toEqual([]);
    expect((await listTickets(foreign, { tab: 'pending', search: 'zoe' })).items).toEqual([]);
  });

  it('refuses a cursor that it did not give out', async () => {
    await expect(listTickets(ana, { tab: 'pending', cursor: 'x' })).rejects.toMatchObject({
      code: 'invalid-input',
      field: 'cursor',
    });
  });
});

describe('mark-read', () => {
  it('counts down and owes blue ticks only when the holder reads', async () => {
    const id = await newTicket();
    expect(await markRead(ana, { id })).toMatchObject({ unreadCount: 1 });
    await acceptTicket(ana, { id });
    expect(await markRead(admin, { id })).toMatchObject({ unreadCount: 1 });
    expect(await markRead(ana, { id })).toMatchObject({ unreadCount: 0 });
    const { sql } = harness.kernel.database.platform;
    expect(await sql`select read_receipt from messages where ticket_id = ${id}`).toMatchObject([
      { read_receipt: 'due' },
    ]);
  });
});
