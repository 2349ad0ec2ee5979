import { randomUUID } from 'node:crypto';
import type { InboundMessage } from '@tiktickets/wbot/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getContact, linkIdentity, mergeContacts } from '../../src/contacts/index.ts';
import { type Context, channelContext, read, type UserContext } from '../../src/kernel/index.ts';
import { ingestBatch, pageMessages, sendMessage } from '../../src/messages/index.ts';
import { acceptTicket, closeTicket, getTicket, listTicketLog, listTickets } from '../../src/tickets/index.ts';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let channel: Context;
let admin: UserContext;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

async function fresh(): Promise<void> {
  company = await createCompany(harness.kernel, { reopenWindowS: 0 });
  channel = channelContext(harness.kernel, company.tenantId, company.channelId);
  admin = await company.person({ role: 'admin' });
}
type Ids = { lid?: string; phone?: string };
const textOf = ({ lid = undefined, phone = undefined }: Ids, body: string, more: Partial<InboundMessage> = {}) =>
  inboundText(body, {
    remoteChat: lid ? `${lid}@lid` : `${phone}@s.whatsapp.net`,
    person: { lid: lid ?? null, phone: phone ?? null, pushName: null },
    ...more,
  });
const ingest = (...messages: InboundMessage[]): Promise<number> =>
  ingestBatch(channel, {
    channelId: company.channelId,
    messages: messages.map((inbound) => ({ journalId: null, inbound, content: null })),
  });
const rows = <T extends object>(text: string, parameters: string[] = []): Promise<T[]> =>
  read(channel, (scope) => scope.query<T>(text, parameters));
const ticketsOn = async (tab: 'mine' | 'pending' | 'closed') => (await listTickets(admin, { tab })).items;
const only = <T>(items: readonly T[]): T => {
  expect(items).toHaveLength(1);
  const [item] = items;
  if (item === undefined) throw new Error('nothing');
  return item;
};
const bodiesOf = async (ticketId: string): Promise<(string | null)[]> =>
  (await pageMessages(admin, { ticketId, limit: 100 })).items.map((message) => message.body).reverse();

describe('mergeContacts', () => {
  it('makes one conversation of two, with its messages, attendances, unread, log and outbox in order', async () => {
    await fresh();
    await ingest(textOf({ phone: '5511911112222' }, 'por telefone'));
    const byPhone = only(await ticketsOn('pending'));
    await acceptTicket(admin, { id: byPhone.id });
    await sendMessage(admin, { ticketId: byPhone.id, clientId: randomUUID(), body: 'saída 1' });
    await closeTicket(admin, { id: byPhone.id });
    await ingest(textOf({ phone: '5511911112222' }, 'de novo', { sentAtMs: Date.now() + 60_000 }));
    await ingest(textOf({ lid: '700' }, 'por LID'));
    const byLid = only((await ticketsOn('pending')).filter((ticket) => ticket.id !== byPhone.id));
    await acceptTicket(admin, { id: byLid.id });
    await sendMessage(admin, { ticketId: byLid.id, clientId: randomUUID(), body: 'saída 2' });
    await sendMessage(admin, { ticketId: byLid.id, clientId: randomUUID(), body: 'saída 3' });
    const before = await rows<{ id: string }>('select id from messages');

    await linkIdentity(channel, { phone: '5511911112222', lid: '700' });

    const ticket = only(await ticketsOn('mine'));
    expect(await ticketsOn('pending')).toEqual([]);
    expect(ticket).toMatchObject({
      id: byLid.id,
      unreadCount: 2,
      protocol: `${byLid.number}-3`,
      contact: { phone: '5511911112222' },
    });
    expect(await bodiesOf(ticket.id)).toEqual(['por telefone', 'por LID', 'saída 1', 'de novo', 'saída 2', 'saída 3']);
    expect(await rows<{ id: string }>('select id from messages')).toHaveLength(before.length);
    const outbox = await rows<{ body: string }>(`select body from messages where state = 'queued' order by seq`);
    expect(outbox.map((row) => row.body)).toEqual(['saída 1', 'saída 2', 'saída 3']);
    expect(
      await rows('select number, ticket_id, closed_at is null as live, close_reason from attendances order by number'),
    ).toEqual([
      { number: 1, ticket_id: ticket.id, live: false, close_reason: null },
      { number: 2, ticket_id: ticket.id, live: false, close_reason: 'merged' },
      { number: 3, ticket_id: ticket.id, live: true, close_reason: null },
    ]);
    const log = await listTicketLog(admin, { id: ticket.id });
    expect(log[0]).toMatchObject({ type: 'merged', attendanceNumber: 3 });
    expect(log.map((line) => line.type).toSorted()).toEqual(
      ['merged', 'created', 'accepted', 'closed', 'reopened', 'created', 'accepted'].toSorted(),
    );
    // What is written next goes on counting where this ended.
    await sendMessage(admin, { ticketId: ticket.id, clientId: randomUUID(), body: 'saída 4' });
    await closeTicket(admin, { id: ticket.id });
    await ingest(textOf({ lid: '700' }, 'mais um', { sentAtMs: Date.now() + 60_000 }));
    expect(only(await ticketsOn('pending')).protocol).toBe(`${byLid.number}-4`);
    expect(
      await rows(
        `select lost_phone, details -> 'protocols' as protocols from contact_merges where tenant_id is not null`,
      ),
    ).toMatchObject([{ lost_phone: null }]);
  });

  it('leads links of the lost ticket and contact to those that stayed, through any number of merges', async () => {
    await fresh();
    await ingest(textOf({ lid: '1' }, 'a'));
    const first = only(await ticketsOn('pending'));
    await ingest(textOf({ phone: '5511911113333' }, 'b'));
    const second = only((await ticketsOn('pending')).filter((ticket) => ticket.id !== first.id));
    await linkIdentity(channel, { phone: '5511911113333', lid: '1' });
    const stayed = only(await ticketsOn('pending'));
    for (const { id } of [first, second]) {
      expect((await getTicket(admin, { id })).id).toBe(stayed.id);
      expect(await bodiesOf(id)).toEqual(['a', 'b']);
    }
    for (const { contact } of [first, second]) {
      expect((await getContact(admin, { id: contact.id })).id).toBe(stayed.contact.id);
    }
    await acceptTicket(admin, { id: stayed.id });
    const lost = first.id === stayed.id ? second.id : first.id;
    const sent = await sendMessage(admin, { ticketId: lost, clientId: 'from-an-old-screen', body: 'c' });
    expect(sent.ticketId).toBe(stayed.id);
    const foreigner = await (await createCompany(harness.kernel)).person({ role: 'admin' });
    await expect(getTicket(foreigner, { id: lost })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps the name that a person wrote, tickets on other channels, files, reactions and edits', async () => {
    await fresh();
    const [quoted, other] = [textOf({ phone: '5511911114444' }, 'olá'), textOf({ lid: '4' }, 'oi')];
    await ingest(quoted, other);
    const target = (inbound: InboundMessage, details: InboundMessage['details'], ids: Ids): InboundMessage =>
      textOf(ids, '', { kind: 'reaction', body: null, targetRemoteId: inbound.remoteId, details });
    await ingest(target(quoted, { kind: 'reaction', emoji: '🙏' }, { phone: '5511911114444' }));
    await ingest(target(quoted, { kind: 'edit', body: 'olá!' }, { phone: '5511911114444' }));
    const { sql } = harness.kernel.database.platform;
    await sql`update contacts set name = 'Dona Rita', name_source = 'person' where tenant_id = ${company.tenantId} and phone is null`;
    const elsewhere = randomUUID();
    await sql`insert into channels (tenant_id, id, name, shard, queue_id) values (${company.tenantId}, ${elsewhere}, 'Outro', 1, ${company.queues.support})`;
    await ingestBatch(channel, {
      channelId: elsewhere,
      messages: [{ journalId: null, inbound: textOf({ lid: '4' }, 'no outro'), content: null }],
    });
    await linkIdentity(channel, { phone: '5511911114444', lid: '4' });
    const pending = await ticketsOn('pending');
    expect(pending.map((ticket) => [ticket.channel.name, ticket.contact.name, ticket.contact.phone])).toEqual(
      expect.arrayContaining([
        ['Loja', 'Dona Rita', '5511911114444'],
        ['Outro', 'Dona Rita', '5511911114444'],
      ]),
    );
    expect(pending).toHaveLength(2);
    const main = only(pending.filter((ticket) => ticket.channel.name === 'Loja'));
    const { items } = await pageMessages(admin, { ticketId: main.id });
    expect(items.find((message) => message.body === 'olá!')).toMatchObject({
      reactions: [{ emoji: '🙏', count: 1 }],
      editedAt: expect.any(String),
    });
    expect(await rows('select author from message_reactions')).toEqual([{ author: '4' }]);
  });

  it('makes one of the same message that came under both addresses', async () => {
    await fresh();
    const message = textOf({ phone: '5511911115555' }, 'uma vez');
    await ingest(message, textOf({ lid: '5' }, 'uma vez', { remoteId: message.remoteId }));
    expect(await ticketsOn('pending')).toHaveLength(2);
    await linkIdentity(channel, { phone: '5511911115555', lid: '5' });
    expect(only(await ticketsOn('pending'))).toMatchObject({ unreadCount: 1 });
    await ingest(
      textOf({ lid: '5', phone: '5511911115555' }, 'uma vez', { remoteId: message.remoteId, remoteChat: 'x@lid' }),
    );
    expect(await bodiesOf(only(await ticketsOn('pending')).id)).toEqual(['uma vez']);
  });

  it('leaves people with LIDs of their own, and those of other companies, alone', async () => {
    await fresh();
    await ingest(textOf({ lid: '8', phone: '5511911116666' }, 'antes'), textOf({ lid: '9' }, 'depois'));
    const contacts = await rows<{ id: string }>('select id from contacts');
    const contactIds = contacts.map((row) => row.id);
    expect(await mergeContacts(channel, { contactIds })).toBeNull();
    const foreign = await createCompany(harness.kernel);
    const stranger = channelContext(harness.kernel, foreign.tenantId, foreign.channelId);
    expect(await mergeContacts(stranger, { contactIds })).toBeNull();
    // The number was given to somebody else: it goes to whom it was seen with last, and nobody's messages move.
    await ingest(textOf({ lid: '9', phone: '5511911116666' }, 'agora é meu'));
    const pending = await ticketsOn('pending');
    const phones = new Map(pending.map((ticket) => [ticket.lastMessage?.preview, ticket.contact.phone]));
    expect(phones).toEqual(
      new Map([
        ['antes', null],
        ['agora é meu', '5511911116666'],
      ]),
    );
  });

  it('knows people who show a user name and nothing else, and who they are once more is told', async () => {
    await fresh();
    const named = (body: string, ids: Ids): InboundMessage =>
      textOf({ lid: 'x' }, body, {
        remoteChat: 'u@lid',
        person: { lid: ids.lid ?? null, phone: ids.phone ?? null, username: 'Rita.Lima', pushName: null },
      });
    await ingest(named('só o nome', {}));
    expect(only(await ticketsOn('pending')).contact).toMatchObject({ name: '@rita.lima', phone: null });
    await ingest(textOf({ lid: '11' }, 'só o LID'));
    expect(await ticketsOn('pending')).toHaveLength(2);
    await ingest(named('os dois', { lid: '11' }));
    expect(await bodiesOf(only(await ticketsOn('pending')).id)).toEqual(['só o nome', 'só o LID', 'os dois']);
  });

  it('repoints every table that names a contact, a ticket or an attendance', async () => {
    const { sql } = harness.kernel.database.platform;
    const references = await sql<{ name: string }[]>`
      select conrelid::regclass || '>' || confrelid::regclass as name from pg_constraint
      where contype = 'f' and confrelid in ('contacts'::regclass, 'tickets'::regclass) order by 1`;
    // Whoever adds a table here adds it to `merge-contacts.ts` or `merge-tickets.ts` too.
    expect(references.map((row) => row.name)).toEqual([
      'attendances>tickets',
      'contact_blocks>contacts',
      'contact_identities>contacts',
      'contact_merges>contacts',
      'media>tickets',
      'messages>contacts',
      'messages>tickets',
      'ticket_logs>tickets',
      'ticket_redirects>tickets',
      'tickets>contacts',
    ]);
  });
});

/** People with a LID and a number each; the number also without its ninth digit. */
const people = [
  { lid: '101', phone: '5511981110001', old: '551181110001' },
  { lid: '102', phone: '5511981110002', old: '551181110002' },
  { lid: '103', phone: '5511981110003', old: '551181110003' },
];
type Step = { person: number; as: 'lid' | 'phone' | 'old' | 'both' | 'pair'; from: number };
const step: fc.Arbitrary<Step> = fc.record({
  person: fc.nat({ max: people.length - 1 }),
  as: fc.constantFrom('lid', 'phone', 'old', 'both', 'pair'),
  from: fc.nat({ max: 99 }),
});
const idsOf = (person: (typeof people)[number], as: Step['as']): Ids => {
  if (as === 'lid') return { lid: person.lid };
  return as === 'both' ? { lid: person.lid, phone: person.old } : { phone: as === 'old' ? person.old : person.phone };
};

async function play(steps: readonly Step[], atOnce: boolean): Promise<void> {
  await fresh();
  const said = people.map((): string[] => []);
  const work = steps.map((each, n) => async () => {
    const person = people[each.person];
    if (!person) return;
    if (each.as === 'pair')
      return await linkIdentity(channel, { phone: n % 2 ? person.old : person.phone, lid: person.lid });
    said[each.person]?.push(`${n}`);
    await ingest(textOf(idsOf(person, each.as), `${n}`));
  });
  if (atOnce) await Promise.all(work.map((run) => run()));
  else for (const run of work) await run();
  for (const { lid, phone } of people) await linkIdentity(channel, { phone, lid });
  const tickets = await ticketsOn('pending');
  expect(tickets).toHaveLength(said.filter((bodies) => bodies.length > 0).length);
  for (const [n, person] of people.entries()) {
    const expected = said[n] ?? [];
    const ticket = tickets.find((each) => each.contact.phone === person.phone);
    expect((ticket ? await bodiesOf(ticket.id) : []).toSorted()).toEqual(expected.toSorted());
    expect(ticket?.unreadCount ?? 0).toBe(expected.length);
  }
  expect(await rows('select from contacts')).toHaveLength(tickets.length);
}

describe('who is who', () => {
  it('ends in one contact per person with all their messages, whatever the order of what is learned', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), (steps) => play(steps, false)),
      { numRuns: 25 },
    );
  }, 120_000);

  it('and even when all of it happens at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), (steps) => play(steps, true)),
      { numRuns: 12 },
    );
  }, 120_000);
});
