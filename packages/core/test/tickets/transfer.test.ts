import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserContext } from '../../src/kernel/index.ts';
import { channelContext } from '../../src/kernel/index.ts';
import { ingestBatch } from '../../src/messages/index.ts';
import { listColleagues } from '../../src/team/index.ts';
import {
  acceptTicket,
  closeTicket,
  getTicket,
  listAttendances,
  listTicketLog,
  listTickets,
  transferTicket,
} from '../../src/tickets/index.ts';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let ana: UserContext;
let bia: UserContext;
let admin: UserContext;
let biller: UserContext;
let foreign: UserContext;
beforeAll(async () => {
  harness = await openHarness();
  company = await createCompany(harness.kernel);
  ana = await company.person({ role: 'agent', name: 'Ana' });
  bia = await company.person({ role: 'agent', name: 'Bia' });
  admin = await company.person({ role: 'admin', queues: [] });
  biller = await company.person({ role: 'agent', name: 'Caio', queues: [company.queues.billing] });
  foreign = await (await createCompany(harness.kernel)).person({ role: 'admin' });
});
afterAll(() => harness[Symbol.asyncDispose]());

let customer = 0;
async function newTicket(): Promise<string> {
  customer += 1;
  const lid = `7${customer}`;
  const person = { phone: `55119${String(70_000_000 + customer)}`, lid, pushName: `Cliente ${customer}` };
  await ingestBatch(channelContext(harness.kernel, company.tenantId, company.channelId), {
    channelId: company.channelId,
    messages: [{ journalId: null, inbound: inboundText('oi', { remoteChat: `${lid}@lid`, person }), content: null }],
  });
  const page = await listTickets(admin, { tab: 'pending', search: person.phone });
  const [found] = page.items;
  if (!found) throw new Error('the ticket was not listed');
  return found.id;
}

const userId = (ctx: UserContext) => ctx.actor.userId;

describe('transfer', () => {
  it('to an agent: they have it at once, whatever their queues, and the log says who, where and why', async () => {
    const id = await newTicket();
    await acceptTicket(ana, { id });
    const moved = await transferTicket(ana, { id, userId: userId(biller), note: 'quer a segunda via' });
    expect(moved).toMatchObject({ state: 'open', agent: { name: 'Caio' } });
    expect((await listTickets(biller, { tab: 'mine' })).items.map((ticket) => ticket.id)).toContain(id);
    expect((await listTickets(ana, { tab: 'mine' })).items.map((ticket) => ticket.id)).not.toContain(id);
    const [entry] = await listTicketLog(admin, { id });
    expect(entry).toMatchObject({ type: 'transferred', actorName: 'Ana', target: 'Caio', note: 'quer a segunda via' });
    expect((await listAttendances(admin, { id }))[0]).toMatchObject({ agentName: 'Caio' });
  });

  it('to a queue: anybody there may accept it, and who gave it away no longer sees it', async () => {
    const id = await newTicket();
    await acceptTicket(ana, { id });
    const moved = await transferTicket(ana, { id, queueId: company.queues.billing });
    expect(moved).toMatchObject({
      state: 'pending',
      agent: null,
      acceptedAt: null,
      queue: { id: company.queues.billing },
    });
    await expect(getTicket(ana, { id })).rejects.toMatchObject({ code: 'not-found' });
    expect(await acceptTicket(biller, { id })).toMatchObject({ state: 'open', agent: { name: 'Caio' } });
  });

  it('of a pending ticket, by whoever sees it; to queue and agent at once', async () => {
    const id = await newTicket();
    const moved = await transferTicket(ana, { id, queueId: company.queues.billing, userId: userId(bia) });
    expect(moved).toMatchObject({ state: 'open', agent: { name: 'Bia' }, queue: { id: company.queues.billing } });
  });

  it("is refused for another agent's ticket, a closed one, the place where it is, and nowhere", async () => {
    const id = await newTicket();
    await acceptTicket(ana, { id });
    await expect(transferTicket(bia, { id, userId: userId(bia) })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(transferTicket(ana, { id, userId: userId(ana) })).rejects.toMatchObject({ code: 'conflict' });
    await expect(transferTicket(ana, { id })).rejects.toMatchObject({ name: 'ZodError' });
    expect(await getTicket(admin, { id })).toMatchObject({ agent: { name: 'Ana' }, state: 'open' });
    expect(await transferTicket(admin, { id, userId: userId(bia) })).toMatchObject({ agent: { name: 'Bia' } });
    await closeTicket(bia, { id });
    await expect(transferTicket(bia, { id, userId: userId(ana) })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('knows no ticket, queue or person of another company', async () => {
    const id = await newTicket();
    const other = await createCompany(harness.kernel);
    const stranger = await other.person({ role: 'agent' });
    await expect(transferTicket(foreign, { id, userId: userId(foreign) })).rejects.toMatchObject({ code: 'not-found' });
    await expect(transferTicket(ana, { id, userId: userId(stranger) })).rejects.toMatchObject({ code: 'not-found' });
    await expect(transferTicket(ana, { id, queueId: other.queues.billing })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect((await listColleagues(ana)).map((person) => person.id)).not.toContain(userId(stranger));
    expect(await getTicket(admin, { id })).toMatchObject({ state: 'pending', agent: null });
  });

  it('two at the same instant: the second finds it gone or held, never half moved', async () => {
    const id = await newTicket();
    await acceptTicket(ana, { id });
    const results = await Promise.allSettled([
      transferTicket(ana, { id, userId: userId(bia) }),
      transferTicket(ana, { id, queueId: company.queues.billing }),
    ]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const ticket = await getTicket(admin, { id });
    expect(ticket.agent === null).toBe(ticket.state === 'pending');
    expect((await listTicketLog(admin, { id })).filter((entry) => entry.type === 'transferred')).toHaveLength(1);
  });
});
