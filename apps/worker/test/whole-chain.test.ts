import { connectChannel, disconnectChannel, logoutChannel } from '@tiktickets/core/channels';
import { setTyping } from '@tiktickets/core/messages';
import { markRead } from '@tiktickets/core/tickets';
import { describeBackends, waitFor } from '@tiktickets/testkit';
import type { Simulator } from '@tiktickets/wbot/simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installation, openInstallation, untilState } from './support/company.ts';
import { bia, caio, companyPhone, driverFor, openNetwork, pair } from './support/network.ts';

describeBackends('a customer, WhatsApp, and an agent', (backend) => {
  let installation: Installation;
  let simulator: Simulator;
  let channelId: string;
  beforeAll(async () => {
    simulator = await openNetwork();
    installation = await openInstallation({ redisUrl: backend.redisUrl });
    channelId = await installation.channel();
    await installation.worker({ driver: driverFor(simulator) });
    await pair(installation, simulator, channelId);
  });
  afterAll(async () => {
    await installation[Symbol.asyncDispose]();
    await simulator.close();
  });

  const ticketOf = (name: string) =>
    waitFor(
      async () => {
        const [row] = await installation.owner<{ id: string; unread: number; preview: string }[]>`
          select t.id, t.unread_count as unread, t.last_preview as preview from tickets t join contacts c on c.id = t.contact_id where c.name = ${name}`;
        return row;
      },
      { what: `a ticket of ${name}` },
    );
  const stateOf = async (id: string) => {
    const [row] = await installation.owner<{ state: string }[]>`select state from messages where id = ${id}`;
    return row?.state;
  };

  it('stores number and name of what was paired', async () => {
    const row = await untilState(installation, channelId, 'connected');
    expect(row).toMatchObject({ phone: companyPhone, qr: null });
  });

  it('turns what a customer writes into a ticket', async () => {
    await simulator.control.send(bia.phone, { to: companyPhone, text: 'Oi, tudo bem?' });
    const ticket = await ticketOf('Bia');
    expect(ticket).toMatchObject({ unread: 1, preview: 'Oi, tudo bem?' });
  });

  it('carries the answer to the phone and brings its ticks back', async () => {
    await simulator.control.setReads(bia.phone, 'manual');
    const { id } = await installation.answer((await ticketOf('Bia')).id, 'Tudo ótimo! Como posso ajudar?');
    await waitFor(async () => (await stateOf(id)) === 'delivered', { what: 'two ticks' });
    const chat = await simulator.control.chat(bia.phone, companyPhone);
    expect(chat.messages.filter((message) => !message.fromMe).map((message) => message.text)).toEqual([
      'Tudo ótimo! Como posso ajudar?',
    ]);
    await simulator.control.read(bia.phone, companyPhone);
    await waitFor(async () => (await stateOf(id)) === 'read', { what: 'blue ticks' });
  });

  it('shows the customer that they were read, and that somebody types', async () => {
    const ticket = await ticketOf('Bia');
    await markRead(installation.agent, { id: ticket.id });
    await waitFor(async () => (await simulator.control.chat(bia.phone, companyPhone)).messages[0]?.state === 'read', {
      what: 'the customer to see blue ticks',
    });
    await setTyping(installation.agent, { ticketId: ticket.id, active: true });
    await waitFor(async () => (await simulator.control.chat(bia.phone, companyPhone)).peerTyping, {
      what: 'typing on the phone',
    });
  });

  it('brings in what was written while the channel was disconnected', async () => {
    await disconnectChannel(installation.admin, { id: channelId });
    await untilState(installation, channelId, 'disconnected');
    for (const text of ['1', '2', '3']) await simulator.control.send(caio.phone, { to: companyPhone, text });
    await connectChannel(installation.admin, { id: channelId });
    await untilState(installation, channelId, 'connected');
    const ticket = await waitFor(async () => ((await ticketOf('Caio')).unread === 3 ? await ticketOf('Caio') : null));
    const rows = await installation.owner<
      { body: string }[]
    >`select body from messages where ticket_id = ${ticket.id} order by id`;
    expect(rows.map((row) => row.body)).toEqual(['1', '2', '3']);
  });

  it('unlinks the device on logout and asks for a new code afterwards', async () => {
    await logoutChannel(installation.admin, { id: channelId });
    expect(await untilState(installation, channelId, 'logged_out')).toMatchObject({ phone: null, desired: 'off' });
    expect(await installation.owner`select from channel_credentials where channel_id = ${channelId}`).toHaveLength(0);
    await connectChannel(installation.admin, { id: channelId });
    await pair(installation, simulator, channelId);
  });
});
