import type { TicketState } from '../contracts/index.ts';

/** Everything that changes the state of a ticket. */
export type TicketAction = 'accept' | 'return' | 'transfer' | 'assign' | 'close' | 'reopen' | 'customer-wrote';

/** `pending → open → closed → pending …`. Null where an action has no meaning in a state. */
const transitions: Record<TicketState, Partial<Record<TicketAction, TicketState>>> = {
  pending: { accept: 'open', transfer: 'pending', assign: 'open', close: 'closed', 'customer-wrote': 'pending' },
  open: { return: 'pending', transfer: 'pending', assign: 'open', close: 'closed', 'customer-wrote': 'open' },
  closed: { reopen: 'open', 'customer-wrote': 'pending' },
};

export function nextTicketState(state: TicketState, action: TicketAction): TicketState | null {
  return transitions[state][action] ?? null;
}

/** Only the agent who has a ticket, or somebody who oversees all of them, may give it back or close it. */
export function mayRelease(
  actor: { userId: string; overseer: boolean },
  ticket: { state: TicketState; userId: string | null },
): boolean {
  return ticket.state !== 'open' || actor.overseer || ticket.userId === actor.userId;
}
