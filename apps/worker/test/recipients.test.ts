import { randomUUID } from 'node:crypto';
import { checkRecipient } from '@tiktickets/core/channels';
import { pageMessages, sendMessage } from '@tiktickets/core/messages';
import { waitFor } from '@tiktickets/testkit';
import type { Simulator } from '@tiktickets/wbot/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seenBy, ticketOf } from './support/chats.ts';
import { type Installation, openInstallation } from './support/company.ts';
import { bia, companyPhone, driverFor, openNetwork, pair } from './support/network.ts';

let installation: Installation;
let simulator: Simulator;
let channelId: string;
let people = 0;

beforeAll(async () => {
  simulator = await openNetwork();
  installation = await openInstallation();
  channelId = await installation.channel();
  await installation.worker({ driver: driverFor(simulator), scanMs: 500 });
  await pair(installation, simulator, channelId);
});
afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await simulator.close();
});

/** A conversation that we begin, with somebody of whom we have a number only. */
async function coldTicket(phone: string): Promise<string> {
  const { owner, tenantId, agent } = installation;
  const [contactId, ticketId] = [randomUUID(), randomUUID()];
  const userId = agent.actor.kind === 'user' ? agent.actor.userId : '';
  people += 1;
  await owner`insert into contacts (tenant_id, id, name, phone) values (${tenantId}, ${contactId}, ${`Novo ${people}`}, ${phone})`;
  await owner`insert into contact_identities (tenant_id, kind, value, contact_id) values (${tenantId}, 'phone', ${phone}, ${contactId})`;
  await owner`insert into tickets (tenant_id, id, number, channel_id, contact_id, remote_chat, state, user_id)
    values (${tenantId}, ${ticketId}, ${9_000 + people}, ${channelId}, ${contactId}, ${`${phone}@s.whatsapp.net`}, 'open', ${userId})`;
  return ticketId;
}
const say = (ticketId: string, body: string) =>
  sendMessage(installation.agent, { ticketId, clientId: randomUUID(), body });
const viewOf = async (ticketId: string, id: string) =>
  (await pageMessages(installation.agent, { ticketId })).items.find((message) => message.id === id);
const untilView = (ticketId: string, id: string, state: string) =>
  waitFor(
    async () => {
      const view = await viewOf(ticketId, id);
      if (view?.state !== state) throw new Error(`the message is ${view?.state} ${view?.failure}`);
      return view;
    },
    { what: `the message to be ${state}`, timeoutMs: 20_000 },
  );

describe('a number that we write to first', () => {
  it('is not written to when nobody has it', async () => {
    const ticketId = await coldTicket('5511977770001');
    const { id } = await say(ticketId, 'ninguém lê');
    expect(await untilView(ticketId, id, 'failed')).toMatchObject({ failure: 'not_on_whatsapp' });
    const [check] = await installation.owner`select state from recipient_checks where phone = '5511977770001'`;
    expect(check).toEqual({ state: 'missing' });
  });

  it('is written to in the spelling that WhatsApp knows, and its answer comes into the same conversation', async () => {
    await simulator.control.createPhone({ name: 'Rita', phone: '554799990001' });
    const ticketId = await coldTicket('5547999990001');
    const { id } = await say(ticketId, 'Olá, Rita');
    await untilView(ticketId, id, 'read');
    expect(await seenBy(simulator, '554799990001')).toEqual(['Olá, Rita']);
    await simulator.control.send('554799990001', { to: companyPhone, text: 'Olá!' });
    const bodies = await waitFor(
      async () => {
        const { items } = await pageMessages(installation.agent, { ticketId });
        return items.length === 2 ? items.map((message) => message.body) : null;
      },
      { what: 'the answer in the same conversation', timeoutMs: 20_000 },
    );
    expect(bodies).toEqual(['Olá!', 'Olá, Rita']);
  });

  it('is looked up by whoever asks, once in a while only', async () => {
    const { agent } = installation;
    const input = { channelId, phone: '+55 (11) 98888-0001' };
    expect(await checkRecipient(agent, input)).toEqual({ state: 'exists', phone: bia.phone });
    const checks = () => installation.owner`select phone, checked_at from recipient_checks order by phone`;
    const before = await checks();
    expect(await checkRecipient(agent, input)).toEqual({ state: 'exists', phone: bia.phone });
    expect(await checkRecipient(agent, { channelId, phone: '5511977770001' })).toMatchObject({ state: 'missing' });
    expect(await checks()).toEqual(before);
  });
});

describe('while WhatsApp restricts the number', () => {
  it('first messages wait and say why, existing chats go on, and all goes out by itself at the end', async () => {
    const warm = await ticketOf(installation, simulator, bia);
    await simulator.control.createPhone({ name: 'Nova', phone: '5511988880050' });
    const cold = await coldTicket('5511988880050');
    const untilMs = Math.ceil(Date.now() / 1000) * 1000 + 6_000;
    await simulator.control.fault({ kind: 'timelock', phone: companyPhone, untilMs });
    await waitFor(
      async () => {
        const [row] = await installation.owner`select restriction from channels where id = ${channelId}`;
        return row?.restriction === 'new_chats';
      },
      { what: 'the restriction', timeoutMs: 20_000 },
    );
    const held = await say(cold, 'Promoção');
    const answered = await installation.answer(warm, 'já vou ver');
    await untilView(warm, answered.id, 'read');
    const until = new Date(untilMs).toISOString();
    if (Date.now() < untilMs)
      expect(await viewOf(cold, held.id)).toMatchObject({ state: 'queued', hold: { reason: 'new_chats', until } });
    await untilView(cold, held.id, 'read');
    expect(Date.now()).toBeGreaterThanOrEqual(untilMs);
    expect(await seenBy(simulator, '5511988880050')).toEqual(['Promoção']);
  });

  it('a first message that is refused for it waits for the end, too', async () => {
    await simulator.control.createPhone({ name: 'Outra', phone: '5511988880051' });
    const cold = await coldTicket('5511988880051');
    await simulator.control.fault({ kind: 'nack', phone: companyPhone, code: '463' });
    const { id } = await say(cold, 'Olá');
    await waitFor(async () => (await viewOf(cold, id))?.hold?.reason === 'new_chats', {
      what: 'the message to wait for the restriction',
      timeoutMs: 20_000,
    });
    const [row] =
      await installation.owner`select restriction_source, restriction_strikes from channels where id = ${channelId}`;
    expect(row).toMatchObject({ restriction_source: 'refused_463' });
    await installation.owner`update channels set restricted_until = now() where id = ${channelId}`;
    await untilView(cold, id, 'read');
    expect(await seenBy(simulator, '5511988880051')).toEqual(['Olá']);
  });
});
