import { waitFor } from '@tiktickets/testkit';
import type { Simulator } from '@tiktickets/wbot/simulator';
import type { Installation } from './company.ts';
import { companyPhone } from './network.ts';

/** What a customer sees of the company's answers, top to bottom. */
export async function seenBy(simulator: Simulator, phone: string): Promise<string[]> {
  const chat = await simulator.control.chat(phone, companyPhone);
  return chat.messages.filter((message) => !message.fromMe).map((message) => message.text);
}

/** The ticket of a customer who writes now. */
export async function ticketOf(
  installation: Installation,
  simulator: Simulator,
  customer: { phone: string; name: string },
): Promise<string> {
  await simulator.control.send(customer.phone, { to: companyPhone, text: 'oi' });
  const ticket = await waitFor(
    async () => {
      const [row] = await installation.owner<{ id: string }[]>`
        select t.id from tickets t join contacts c on c.tenant_id = t.tenant_id and c.id = t.contact_id
        where t.tenant_id = ${installation.tenantId} and c.name = ${customer.name}`;
      return row;
    },
    { what: `a ticket of ${customer.name}`, timeoutMs: 20_000 },
  );
  return ticket.id;
}

export const outgoingStates = async (installation: Installation): Promise<string[]> => {
  const rows = await installation.owner<{ state: string }[]>`
    select state from messages where tenant_id = ${installation.tenantId} and direction = 'out' order by ticket_id, seq`;
  return rows.map((row) => row.state);
};

/** Every answer has reached the customers' phones. */
export const untilDelivered = (installation: Installation, count: number) =>
  waitFor(
    async () => {
      const states = await outgoingStates(installation);
      if (states.length === count && states.every((state) => state === 'delivered' || state === 'read')) return true;
      throw new Error(states.join(' '));
    },
    { what: 'all answers to be delivered', timeoutMs: 25_000 },
  );
