import { newId } from '@tiktickets/db';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canSeeTicket, isOnTab, type TicketTab, ticketTabs, type Viewer } from '../../src/contracts/index.ts';
import { read, systemContext, type UserContext } from '../../src/kernel/index.ts';
import { countTickets, listTickets, ticketViews } from '../../src/tickets/index.ts';
import { type Company, createCompany, type Harness, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let people: UserContext[];
beforeAll(async () => {
  harness = await openHarness();
  company = await createCompany(harness.kernel);
  people = [await company.person({ role: 'agent' }), await company.person({ role: 'agent' })];
  const { sql } = harness.kernel.database.platform;
  let number = 0;
  const { support, billing } = company.queues;
  for (const queue of [null, support, billing]) {
    for (const user of [null, ...people.map((person) => person.actor.userId)]) {
      for (const state of ['pending', 'open', 'closed'] as const) {
        for (const isGroup of [false, true]) {
          if (!isGroup && state !== 'closed' && (state === 'open') !== (user !== null)) continue;
          number += 1;
          const contact = newId();
          await sql`insert into contacts (tenant_id, id, name) values (${company.tenantId}, ${contact}, 'x')`;
          await sql`insert into tickets (tenant_id, id, number, channel_id, contact_id, remote_chat, state, queue_id, user_id, is_group)
            values (${company.tenantId}, ${newId()}, ${number}, ${company.channelId}, ${contact}, 'x@lid', ${state}, ${queue}, ${user}, ${isGroup})`;
        }
      }
    }
  }
});
afterAll(() => harness[Symbol.asyncDispose]());

it('says the same in SQL and in the rule, for any viewer, on every tab and in the counts', async () => {
  const system = systemContext(harness.kernel, company.tenantId, 'test');
  const { sql } = harness.kernel.database.platform;
  const ids = (await sql<{ id: string }[]>`select id from tickets`).map((row) => row.id);
  const all = await read(system, (scope) => ticketViews(system, scope, ids));
  const { support, billing } = company.queues;
  const viewers = fc.record<Viewer>({
    userId: fc.constantFrom(...people.map((person) => person.actor.userId), newId()),
    queueIds: fc.subarray([support, billing, newId()]),
    readUnqueued: fc.boolean(),
    readAll: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(viewers, async (viewer) => {
      const [person] = people;
      if (!person) throw new Error('nobody is here');
      const ctx: UserContext = { ...person, actor: { ...person.actor, viewer } };
      const expected = (tab: TicketTab): string[] =>
        all.filter((ticket) => isOnTab(viewer, ticket, tab)).map((ticket) => ticket.id);
      for (const tab of ticketTabs) {
        const { items } = await listTickets(ctx, { tab, limit: 100 });
        expect(new Set(items.map((ticket) => ticket.id)), tab).toEqual(new Set(expected(tab)));
        for (const ticket of items) expect(canSeeTicket(viewer, ticket)).toBe(true);
      }
      const { unread: _, ...counts } = await countTickets(ctx);
      expect(counts).toEqual(Object.fromEntries(ticketTabs.map((tab) => [tab, expected(tab).length])));
    }),
    { numRuns: 40 },
  );
});
