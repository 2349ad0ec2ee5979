import { randomUUID } from 'node:crypto';
import { acceptTicket } from '@tiktickets/core/tickets';
import { waitFor } from '@tiktickets/testkit';
import type { Installation } from './company.ts';
import type { FakeDriver } from './fake-driver.ts';

/** Opens conversations with this many customers by having each write once, and accepts them. */
export async function openConversations(
  installation: Installation,
  driver: FakeDriver,
  count: number,
): Promise<string[]> {
  const people = Array.from({ length: count }, (_, n) => `${1_000 + n}@lid`);
  for (const person of people) await driver.session.receive('oi', person, randomUUID());
  const tickets = await waitFor(async () => {
    const rows = await installation.owner<{ id: string }[]>`
      select id from tickets where tenant_id = ${installation.tenantId} and remote_chat = any(${people}) order by remote_chat`;
    return rows.length === count ? rows.map((row) => row.id) : null;
  });
  for (const id of tickets) await acceptTicket(installation.agent, { id });
  return tickets;
}

/** State of each of these messages, in their order. */
export async function statesOf(installation: Installation, ids: readonly string[]): Promise<(string | undefined)[]> {
  const rows = await installation.owner<
    { id: string; state: string }[]
  >`select id, state from messages where id = any(${[...ids]})`;
  const states = new Map(rows.map((row) => [row.id, row.state]));
  return ids.map((id) => states.get(id));
}
