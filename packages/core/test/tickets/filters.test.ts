import { afterAll, beforeAll, expect, it } from 'vitest';
import { passesFilters, type TicketFilters, ticketTabs } from '../../src/contracts/index.ts';
import { channelContext, type UserContext } from '../../src/kernel/index.ts';
import { ingestBatch } from '../../src/messages/index.ts';
import { acceptTicket, closeTicket, listTickets, markRead, transferTicket } from '../../src/tickets/index.ts';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let ana: UserContext;
let boss: UserContext;
let foreign: UserContext;
let ids: string[];
beforeAll(async () => {
  harness = await openHarness();
  company = await createCompany(harness.kernel);
  ana = await company.person({ role: 'agent', name: 'Ana' });
  boss = await company.person({ role: 'admin', queues: [] });
  foreign = await (await createCompany(harness.kernel)).person({ role: 'admin' });
  for (let n = 1; n <= 8; n += 1) {
    const lid = `6${n}`;
    const person = { phone: `551196000000${n}`, lid, pushName: `Cliente ${n}` };
    await ingestBatch(channelContext(harness.kernel, company.tenantId, company.channelId), {
      channelId: company.channelId,
      messages: [{ journalId: null, inbound: inboundText('oi', { remoteChat: `${lid}@lid`, person }), content: null }],
    });
  }
  ids = (await listTickets(boss, { tab: 'pending' })).items.toSorted((a, b) => a.number - b.number).map(({ id }) => id);
  const [first = '', second = '', third = '', fourth = ''] = ids;
  await acceptTicket(ana, { id: first });
  await acceptTicket(boss, { id: second });
  await closeTicket(boss, { id: second });
  await transferTicket(boss, { id: third, queueId: company.queues.billing });
  await acceptTicket(ana, { id: fourth });
  await markRead(ana, { id: fourth });
});
afterAll(() => harness[Symbol.asyncDispose]());

it('every combination gives exactly the tickets of the tab that pass', async () => {
  const options: TicketFilters[] = [
    { queueId: company.queues.support },
    { queueId: company.queues.billing },
    { userId: ana.actor.userId },
    { userId: boss.actor.userId },
    { channelId: company.channelId },
    { isUnread: true },
  ];
  const combinations = [...options, ...options.flatMap((a) => options.map((b) => ({ ...a, ...b })))];
  for (const ctx of [ana, boss]) {
    for (const tab of ticketTabs) {
      const all = (await listTickets(ctx, { tab })).items;
      for (const filters of combinations) {
        const found = (await listTickets(ctx, { tab, filters })).items;
        expect(found).toEqual(all.filter((ticket) => passesFilters(ticket, filters)));
      }
    }
  }
  expect(
    (await listTickets(boss, { tab: 'pending', filters: { queueId: company.queues.billing } })).items,
  ).toHaveLength(1);
  expect((await listTickets(ana, { tab: 'mine', filters: { isUnread: true } })).items).toHaveLength(1);
});

it('goes together with words and pages', async () => {
  const filters = { queueId: company.queues.support };
  const { items } = await listTickets(boss, { tab: 'pending', filters, search: 'cliente' });
  expect(items).toEqual((await listTickets(boss, { tab: 'pending', filters })).items);
  const page = await listTickets(boss, { tab: 'pending', filters, limit: 2 });
  const rest = await listTickets(boss, { tab: 'pending', filters, cursor: page.nextCursor });
  expect([...page.items, ...rest.items]).toEqual(items);
});

it('a number or a protocol finds its ticket, once, and only where it may be seen', async () => {
  const [ticket] = (await listTickets(boss, { tab: 'pending', search: 'cliente 5' })).items;
  for (const search of [`#${ticket?.number}`, `${ticket?.number}`, `${ticket?.number}-1`]) {
    const found = (await listTickets(boss, { tab: 'pending', search })).items.filter(({ id }) => id === ticket?.id);
    expect(found).toHaveLength(1);
    expect((await listTickets(foreign, { tab: 'pending', search })).items).toEqual([]);
  }
  expect((await listTickets(boss, { tab: 'closed', search: `#${ticket?.number}` })).items).toEqual([]);
});

it('a queue, a person or a channel of another company narrows to nothing', async () => {
  for (const filters of [
    { queueId: company.queues.support },
    { userId: ana.actor.userId },
    { channelId: company.channelId },
  ])
    expect((await listTickets(foreign, { tab: 'pending', filters })).items).toEqual([]);
});
