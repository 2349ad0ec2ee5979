import { pageMessages } from '@tiktickets/core/messages';
import { acceptTicket, listTickets } from '@tiktickets/core/tickets';
import { waitFor } from '@tiktickets/testkit';
import type { Simulator } from '@tiktickets/wbot/simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installation, openInstallation, untilState } from './support/company.ts';
import { bia, caio, companyPhone, driverFor, openNetwork, pair } from './support/network.ts';

const dayMs = 86_400_000;
let installation: Installation;
let simulator: Simulator;
let channelId: string;
const pastMessages = 150;

beforeAll(async () => {
  simulator = await openNetwork();
  const { control } = simulator;
  await control.createPhone({ name: 'Loja', phone: companyPhone });
  for (let index = 0; index < pastMessages; index += 1) {
    await control.send(bia.phone, {
      to: companyPhone,
      text: `m${index}`,
      atMs: Date.now() - 2 * dayMs + index * 1_000,
    });
  }
  await control.send(bia.phone, { to: companyPhone, text: 'muito antes', atMs: Date.now() - 90 * dayMs });
  await control.nameContact(companyPhone, { phone: bia.phone, name: 'Bia da padaria' });
  installation = await openInstallation();
  channelId = await installation.channel();
  await installation.worker({ driver: driverFor(simulator) });
  await pair(installation, simulator, channelId);
});
afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await simulator.close();
});

const { parse } = JSON;
const rowsOf = async (phone: string) =>
  await installation.owner<
    { id: string; ticket_id: string; kind: string; body: string | null; is_history: boolean; details: unknown }[]
  >`
    select m.id, m.ticket_id, m.kind, m.body, m.is_history, m.details from messages m join tickets t on t.id = m.ticket_id join contacts c on c.id = t.contact_id
    where c.phone = ${phone} order by m.id`;
const ticketOf = async (phone: string) => {
  const [row] = await installation.owner<{ id: string; state: string; unread: number; name: string }[]>`
    select t.id, t.state, t.unread_count as unread, c.name from tickets t join contacts c on c.id = t.contact_id where c.phone = ${phone}`;
  return row;
};
const messagesOf = async (ticketId: string) => (await pageMessages(installation.admin, { ticketId, limit: 100 })).items;

it('takes over what the phone has, as far back as the channel wants, and lets live messages pass', async () => {
  await simulator.control.send(caio.phone, { to: companyPhone, text: 'ao vivo' });
  await waitFor(async () => (await ticketOf(caio.phone))?.unread === 1, {
    what: 'the live message',
    timeoutMs: 20_000,
  });
  const rows = await waitFor(
    async () => {
      const found = await rowsOf(bia.phone);
      if (found.length < pastMessages) throw new Error(`${found.length} messages`);
      return found;
    },
    { what: 'the past', timeoutMs: 25_000 },
  );
  expect(rows.map(({ body }) => body)).toEqual(Array.from({ length: pastMessages }, (_, index) => `m${index}`));
  expect(rows.every(({ is_history }) => is_history)).toBe(true);
  await waitFor(async () => (await ticketOf(bia.phone))?.name === 'Bia da padaria', { what: 'her name' });
  expect(await ticketOf(bia.phone)).toMatchObject({ state: 'closed', unread: 0 });
  const done = async () => {
    const parts = await installation.owner<{ state: string }[]>`select state from history_parts`;
    return parts.length > 0 && parts.every(({ state }) => state === 'done');
  };
  await waitFor(done, { what: 'every part', timeoutMs: 20_000 });
  const [channel] = await installation.owner<
    { percent: number | null }[]
  >`select history_percent as percent from channels`;
  expect(channel?.percent).toBeNull();
  expect(await installation.owner`select from attendances`).toHaveLength(1);
});

it('opens the conversation with the next message, without doubling the past', async () => {
  await simulator.control.send(bia.phone, { to: companyPhone, text: 'oi de novo' });
  await waitFor(async () => (await ticketOf(bia.phone))?.unread === 1, { what: 'the new message' });
  const [ticket] = (await listTickets(installation.admin, { tab: 'pending', search: 'Bia' })).items;
  expect(ticket).toMatchObject({ protocol: expect.stringMatching(/-1$/), lastMessage: { preview: 'oi de novo' } });
  expect(await rowsOf(bia.phone)).toHaveLength(pastMessages + 1);
});

it('is unread no more when it was read on the phone, and the customer is not told twice', async () => {
  await simulator.control.read(companyPhone, bia.phone);
  await waitFor(async () => (await ticketOf(bia.phone))?.unread === 0, { what: 'the reading' });
  const due = await installation.owner`select from messages where read_receipt = 'due'`;
  expect(due).toHaveLength(0);
  await simulator.control.send(bia.phone, { to: companyPhone, text: 'mais uma' });
  await waitFor(async () => (await ticketOf(bia.phone))?.unread === 1, { what: 'what came after' });
});

it('shows what the owner writes on the phone as ours', async () => {
  const { id } = await simulator.control.send(companyPhone, { to: bia.phone, text: 'do celular' });
  const ticketId = (await ticketOf(bia.phone))?.id ?? '';
  const message = await waitFor(async () => (await messagesOf(ticketId)).find(({ body }) => body === 'do celular'), {
    what: id,
  });
  expect(message).toMatchObject({ direction: 'out', fromPhone: true, author: null });
});

it('tallies votes, changed ones, taken back ones and our own', async () => {
  const { control } = simulator;
  const { id: poll } = await control.send(bia.phone, {
    to: companyPhone,
    kind: 'poll',
    text: 'Quando?',
    options: ['Manhã', 'Tarde'],
    selectableCount: 0,
  });
  const ticketId = (await ticketOf(bia.phone))?.id ?? '';
  const votes = async () => (await messagesOf(ticketId)).find(({ kind }) => kind === 'poll')?.votes;
  const until = (expected: object) =>
    waitFor(
      async () => {
        expect(await votes()).toEqual(expected);
        return true;
      },
      { what: 'the tally', timeoutMs: 10_000 },
    );
  const vote = (from: string, to: string, options: string[]) =>
    control.send(from, { to, kind: 'vote', target: poll, options });
  await vote(bia.phone, companyPhone, ['Manhã', 'Tarde']);
  await until([{ voter: 'Bia da padaria', options: ['Manhã', 'Tarde'] }]);
  await vote(bia.phone, companyPhone, ['Tarde']);
  await until([{ voter: 'Bia da padaria', options: ['Tarde'] }]);
  await vote(companyPhone, bia.phone, ['Manhã']);
  await until([
    { voter: 'Bia da padaria', options: ['Tarde'] },
    { voter: null, options: ['Manhã'] },
  ]);
  await vote(bia.phone, companyPhone, []);
  await until([{ voter: null, options: ['Manhã'] }]);
  expect((await messagesOf(ticketId)).filter(({ kind }) => kind === 'poll')).toHaveLength(1);
});

it('keeps a call in one line that says what became of it', async () => {
  const outcomes = async () =>
    (await rowsOf(caio.phone))
      .filter(({ kind }) => kind === 'call')
      .map(({ details }) => (typeof details === 'string' ? parse(details) : details));
  for (const [end, outcome] of [
    ['timeout', 'missed'],
    ['hang-up', 'missed'],
    ['accepted', 'accepted'],
    ['rejected', 'rejected'],
  ] as const) {
    const before = (await outcomes()).length;
    const { id } = await simulator.control.send(caio.phone, { to: companyPhone, kind: 'call', isVideo: true });
    await waitFor(async () => (await outcomes()).length === before + 1, { what: 'the call' });
    await simulator.control.endCall(caio.phone, { id, to: companyPhone, end });
    await waitFor(async () => (await outcomes()).at(-1)?.outcome === outcome, { what: outcome });
    expect(await outcomes()).toHaveLength(before + 1);
    expect((await outcomes()).at(-1)).toMatchObject({ isVideo: true, callId: id });
  }
});

it('shows at once that a message cannot be read, and what it says as soon as the own phone tells', async () => {
  await simulator.control.send(caio.phone, { to: companyPhone, text: 'só uma vez', isLost: true });
  const last = async () => (await rowsOf(caio.phone)).at(-1);
  const shown = await waitFor(async () => ((await last())?.kind === 'undecryptable' ? await last() : null), {
    what: 'a placeholder',
  });
  await waitFor(async () => (await last())?.body === 'só uma vez', { what: 'its content', timeoutMs: 25_000 });
  expect((await last())?.id).toBe(shown.id);
  const ticketId = shown.ticket_id;
  await acceptTicket(installation.admin, { id: ticketId });
});

it('says what was announced and never came, and has from the phone what stands before what came', async () => {
  const { control } = simulator;
  await installation.owner`update channels set desired = 'off'`;
  await untilState(installation, channelId, 'disconnected');
  // Times of messages are whole seconds, and what is placed afterwards stands by its time.
  for (const [index, text] of ['1', '2', '3'].entries())
    await control.send(caio.phone, { to: companyPhone, text, atMs: Date.now() - 6_000 + index * 2_000 });
  await control.fault({ kind: 'lose-backlog', phone: companyPhone, count: 2 });
  await installation.owner`update channels set desired = 'on'`;
  await waitFor(async () => (await rowsOf(caio.phone)).at(-1)?.body === '3', { what: 'what came', timeoutMs: 20_000 });
  const gap = await waitFor(
    async () => {
      const [row] = await installation.owner<{ n: number | null; since: Date; until: Date; complete: Date }[]>`
        select gap_messages as n, gap_since as since, gap_until as until, complete_until as complete from channels`;
      return row?.n ? row : null;
    },
    { what: 'the gap' },
  );
  expect(gap.n).toBe(2);
  const numbered = async () =>
    (await rowsOf(caio.phone)).map(({ body }) => body).filter((body) => /^[123]$/.test(body ?? ''));
  await waitFor(async () => (await numbered()).length === 3, { what: 'what was missing', timeoutMs: 20_000 });
  expect(await numbered()).toEqual(['1', '2', '3']);
  expect(gap.since.getTime()).toBeLessThanOrEqual(gap.until.getTime());
});
