import { AppError, conflict, type UserActor } from '../kernel/index.ts';
import type { LockedTicket } from './repository.ts';
import { mayRelease, nextTicketState, type TicketAction } from './rules.ts';

/** The checks that giving back and closing share. @throws {AppError} `forbidden`, `conflict` */
export function checkRelease(actor: UserActor, ticket: LockedTicket, action: TicketAction): void {
  const overseer = actor.permissions.includes('ticket:read-unqueued');
  if (!mayRelease({ userId: actor.userId, overseer }, ticket)) {
    throw new AppError('forbidden', 'another agent has this ticket', {
      details: { permission: 'ticket:read-unqueued' },
    });
  }
  if (ticket.isGroup && action === 'return') throw conflict('a group is in its queue already', { state: ticket.state });
  if (!nextTicketState(ticket.state, action))
    throw conflict(`cannot ${action} a ${ticket.state} ticket`, { state: ticket.state });
}
