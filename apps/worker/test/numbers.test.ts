import { randomUUID } from 'node:crypto';
import { archiveChannel, shardOf, startPairing, updateChannel } from '@tiktickets/core/channels';
import { setPlatformSetting } from '@tiktickets/core/platform';
import { markRead } from '@tiktickets/core/tickets';
import { waitFor } from '@tiktickets/testkit';
import type { Simulator } from '@tiktickets/wbot/simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seenBy, ticketOf } from './support/chats.ts';
import { type Installation, openInstallation, untilState } from './support/company.ts';
import { bia, caio, companyPhone, driverFor, openNetwork, pair } from './support/network.ts';

let installation: Installation;
let simulator: Simulator;
let channelId: string;
beforeAll(async () => {
  simulator = await openNetwork();
  installation = await openInstallation();
  channelId = await installation.channel();
  await installation.worker({ driver: driverFor(simulator) });
  await pair(installation, simulator, channelId);
});
afterAll(async () => {
  await installation[Symbol.asyncDispose]();
  await simulator.close();
});
beforeEach(() => untilState(installation, channelId, 'connected'));

const rowOf = async (id: string) => {
  const [row] = await installation.owner`select * from channels where id = ${id}`;
  if (!row) throw new Error('no such channel');
  return row;
};
const devices = async (phone: string) =>
  (await simulator.control.phones()).find((known) => known.phone === phone)?.devices ?? 0;
const untilReason = (id: string, reason: string) =>
  waitFor(async () => (await rowOf(id)).reason === reason, { what: `the reason ${reason}`, timeoutMs: 15_000 });

describe('a number that is connected already', () => {
  const scan = async (id: string): Promise<void> => {
    const { qr } = await untilState(installation, id, 'qr');
    await simulator.control.scan(companyPhone, { qr: qr ?? '' });
  };

  it('is refused in another channel of the company: unlinked again, nothing stored, the first one goes on', async () => {
    const second = await installation.channel();
    const before = await devices(companyPhone);
    await scan(second);
    expect(await untilState(installation, second, 'logged_out')).toMatchObject({ desired: 'off', phone: null });
    expect((await rowOf(second)).reason).toBe('number_in_use');
    await waitFor(async () => (await devices(companyPhone)) === before);
    const kept = await installation.owner`
      select 1 from channel_credentials where channel_id = ${second} union all select 1 from channel_keys where channel_id = ${second}`;
    expect(kept).toEqual([]);
    await ticketOf(installation, simulator, bia);
    expect(await installation.owner`select from tickets where channel_id = ${second}`).toEqual([]);
  });

  it('is refused in another company, which learns no more than that', async () => {
    const [tenantId, id] = [randomUUID(), randomUUID()];
    await installation.owner`insert into tenants (id, name) values (${tenantId}, 'Outra')`;
    await installation.owner`insert into channels (tenant_id, id, name, shard, desired) values (${tenantId}, ${id}, 'Outra', ${shardOf(id)}, 'on')`;
    await scan(id);
    await untilState(installation, id, 'logged_out');
    expect(await rowOf(id)).toMatchObject({ reason: 'number_in_use', phone: null, profile_name: null, lid: null });
    expect((await rowOf(channelId)).state).toBe('connected');
  });
});

describe('linking by a code', () => {
  it('shows one for the number, links when it is typed, and archiving unlinks and frees the number', async () => {
    const phone = '5511900000077';
    const id = await installation.channel({ desired: 'off' });
    await startPairing(installation.admin, { id, phone: '11 90000-0077' });
    const code = await waitFor(async () => (await rowOf(id)).pairing_code, { timeoutMs: 15_000 });
    expect(code).toMatch(/^[0-9A-Z]{8}$/);
    await startPairing(installation.admin, { id, phone: '11 90000-0077' });
    const second = await waitFor(
      async () => {
        const next = (await rowOf(id)).pairing_code;
        return next !== null && next !== code && next;
      },
      { timeoutMs: 15_000 },
    );
    await simulator.control.typeLinkCode(phone, { code: String(second), name: 'Filial' });
    expect(await untilState(installation, id, 'connected')).toMatchObject({ phone });
    expect(await rowOf(id)).toMatchObject({ pairing_phone: null, pairing_code: null });
    await archiveChannel(installation.admin, { id });
    await waitFor(async () => (await devices(phone)) === 0, { timeoutMs: 15_000 });
    await waitFor(async () => (await rowOf(id)).desired === 'off');
    expect(await installation.owner`select from channel_numbers where channel_id = ${id}`).toEqual([]);
  });
});

describe('settings', () => {
  const set = (part: Omit<Parameters<typeof updateChannel>[1], 'id'>) =>
    updateChannel(installation.admin, { id: channelId, ...part });

  it('of a proxy make the session connect anew through it, and back', async () => {
    await set({ proxyUrl: 'http://127.0.0.1:9' });
    await untilReason(channelId, 'proxy_failed');
    await set({ proxyUrl: null });
    await untilState(installation, channelId, 'connected');
  });

  it('of the version are followed at the next connection, and the alert is over with it', async () => {
    await simulator.control.fault({ kind: 'client-version', minimum: [9, 0, 1] });
    await simulator.control.fault({ kind: 'drop', phone: companyPhone });
    await untilReason(channelId, 'client_outdated');
    const open = () =>
      installation.owner`select from channel_alerts where channel_id = ${channelId} and kind = 'outdated' and closed_at is null`;
    expect(await open()).toHaveLength(1);
    await setPlatformSetting(installation.kernel, { key: 'wa-version', value: '9.0.2' });
    await untilState(installation, channelId, 'connected');
    expect(await open()).toHaveLength(0);
  });

  it('keep blue ticks back when that is wanted', async () => {
    const ticket = await ticketOf(installation, simulator, caio);
    await installation.answer(ticket, 'já vejo');
    await set({ readReceipts: false });
    await simulator.control.send(caio.phone, { to: companyPhone, text: 'e agora?' });
    await waitFor(async () => {
      const [row] = await installation.owner`select unread_count as unread from tickets where id = ${ticket}`;
      return row?.unread > 0;
    });
    await markRead(installation.agent, { id: ticket });
    await waitFor(async () => {
      const due = await installation.owner`select from messages where ticket_id = ${ticket} and read_receipt = 'due'`;
      const done = await installation.owner`select from messages where ticket_id = ${ticket} and read_receipt = 'sent'`;
      return due.length === 0 && done.length > 0;
    });
    await set({ readReceipts: true });
    const { receipts } = await simulator.control.ledger(caio.phone);
    expect(receipts.map(({ state }) => state)).not.toContain('read');
  });

  it('decline calls and tell the caller once, however often they ring', async () => {
    const caller = '5511977770001';
    await simulator.control.createPhone({ name: 'Duda', phone: caller });
    await set({ callPolicy: 'reject', callText: 'Atendemos por mensagem.' });
    const declined = async (count: number) => {
      const { messages } = await simulator.control.chat(caller, companyPhone);
      return messages.filter(({ kind, text }) => kind === 'call' && text === 'declined').length === count;
    };
    const told = async () => (await seenBy(simulator, caller)).filter((text) => text === 'Atendemos por mensagem.');
    await simulator.control.send(caller, { to: companyPhone, kind: 'call' });
    await waitFor(() => declined(1), { timeoutMs: 15_000 });
    await waitFor(async () => (await told()).length === 1, { timeoutMs: 15_000 });
    await simulator.control.send(caller, { to: companyPhone, kind: 'call' });
    await waitFor(() => declined(2), { timeoutMs: 15_000 });
    expect(await told()).toHaveLength(1);
    const answered = await installation.owner`
      select from attendances a join tickets t on t.id = a.ticket_id join contacts c on c.id = t.contact_id
      where c.phone = ${caller} and a.first_response_at is not null`;
    expect(answered, 'no answer of a person').toHaveLength(0);
    await set({ callPolicy: 'ignore' });
  });
});

it('health is told while things happen', async () => {
  const hours = async () => {
    const [sum] = await installation.owner<{ inbound: number; outbound: number }[]>`
      select sum(inbound)::int as inbound, sum(outbound)::int as outbound from channel_hours where channel_id = ${channelId}`;
    return sum ?? { inbound: 0, outbound: 0 };
  };
  const before = await hours();
  const ticket = await ticketOf(installation, simulator, bia);
  await installation.answer(ticket, 'olá');
  await waitFor(
    async () => {
      const { inbound, outbound } = await hours();
      return inbound > (before.inbound ?? 0) && outbound > (before.outbound ?? 0);
    },
    { timeoutMs: 15_000 },
  );
  const [health] = await installation.owner`select * from channel_health where channel_id = ${channelId}`;
  expect(health?.last_inbound_at).not.toBeNull();
  expect(health?.last_outbound_at).not.toBeNull();
});
