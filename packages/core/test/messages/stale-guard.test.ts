import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Context, channelContext, type UserContext } from '../../src/kernel/index.ts';
import { ingestBatch, pageMessages, sendMessage } from '../../src/messages/index.ts';
import { acceptTicket, listTickets, returnTicket } from '../../src/tickets/index.ts';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let channel: Context;
let ana: UserContext;
let bia: UserContext;
let ticketId: string;

const arrive = (body: string, fromMe = false) =>
  ingestBatch(channel, {
    channelId: company.channelId,
    messages: [{ journalId: null, inbound: inboundText(body, { fromMe, sentAtMs: Date.now() }), content: null }],
  });
const newest = async () => (await pageMessages(ana, { ticketId, limit: 1 })).items[0]?.id ?? '';
const send = (ctx: UserContext, body: string, seenId: string | null, clientId: string = randomUUID()) =>
  sendMessage(ctx, { ticketId, clientId, body, seenId });

beforeAll(async () => {
  harness = await openHarness();
  company = await createCompany(harness.kernel);
  channel = channelContext(harness.kernel, company.tenantId, company.channelId);
  ana = await company.person({ role: 'agent', name: 'Ana' });
  bia = await company.person({ role: 'agent', name: 'Bia' });
  await arrive('oi');
  ticketId = (await listTickets(ana, { tab: 'pending' })).items[0]?.id ?? '';
  await acceptTicket(ana, { id: ticketId });
});
afterAll(() => harness[Symbol.asyncDispose]());

describe('a send of somebody who has not seen the newest answer', () => {
  it('goes out when nothing, or only the customer, wrote meanwhile', async () => {
    const seenId = await newest();
    await arrive('alguém aí?');
    expect(await send(ana, 'sim!', seenId)).toMatchObject({ state: 'queued' });
    expect(await send(ana, 'em outra aba', seenId)).toMatchObject({ state: 'queued' });
    expect(await send(ana, 'sem saber', null)).toMatchObject({ state: 'queued' });
  });

  it('is refused, with what is new, when the paired phone wrote; and goes out once that was seen', async () => {
    const seenId = await newest();
    await arrive('do celular', true);
    const clientId = randomUUID();
    const before = (await pageMessages(ana, { ticketId, limit: 100 })).items.length;
    const refusal = await send(ana, 'tarde', seenId, clientId).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'stale',
      details: { lastId: await newest(), count: 1, authorName: null, preview: 'do celular', kind: 'text' },
    });
    expect((await pageMessages(ana, { ticketId, limit: 100 })).items).toHaveLength(before);
    expect(await send(ana, 'tarde', await newest(), clientId)).toMatchObject({ body: 'tarde' });
  });

  it('is refused when a colleague answered, by name; what was stored already is given back', async () => {
    const seenId = await newest();
    const clientId = randomUUID();
    const stored = await send(ana, 'guardada', seenId, clientId);
    await returnTicket(ana, { id: ticketId });
    await acceptTicket(bia, { id: ticketId });
    await send(bia, 'eu assumo', null);
    await returnTicket(bia, { id: ticketId });
    await acceptTicket(ana, { id: ticketId });
    await expect(send(ana, 'de novo', seenId)).rejects.toMatchObject({
      code: 'stale',
      details: { authorName: 'Bia', preview: 'eu assumo' },
    });
    expect((await send(ana, 'guardada', seenId, clientId)).id).toBe(stored.id);
  });
});
