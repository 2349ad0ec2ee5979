import { closeTicketInput, listTicketsInput, ticketIdInput, transferTicketInput } from '@tiktickets/core/contracts';
import { getGroup } from '@tiktickets/core/groups';
import {
  acceptTicket,
  closeTicket,
  countTickets,
  getTicket,
  listAttendances,
  listTicketLog,
  listTickets,
  markRead,
  reopenTicket,
  returnTicket,
  transferTicket,
} from '@tiktickets/core/tickets';
import { can, router } from '../trpc.ts';

export const ticketsRouter = router({
  list: can('ticket:read')
    .input(listTicketsInput)
    .query(({ ctx, input }) => listTickets(ctx.user, input)),
  counts: can('ticket:read').query(({ ctx }) => countTickets(ctx.user)),
  get: can('ticket:read')
    .input(ticketIdInput)
    .query(({ ctx, input }) => getTicket(ctx.user, input)),
  group: can('contact:read')
    .input(ticketIdInput)
    .query(({ ctx, input }) => getGroup(ctx.user, input)),
  log: can('ticket:read')
    .input(ticketIdInput)
    .query(({ ctx, input }) => listTicketLog(ctx.user, input)),
  attendances: can('ticket:read')
    .input(ticketIdInput)
    .query(({ ctx, input }) => listAttendances(ctx.user, input)),
  accept: can('ticket:accept')
    .input(ticketIdInput)
    .mutation(({ ctx, input }) => acceptTicket(ctx.user, input)),
  return: can('ticket:return')
    .input(ticketIdInput)
    .mutation(({ ctx, input }) => returnTicket(ctx.user, input)),
  transfer: can('ticket:transfer')
    .input(transferTicketInput)
    .mutation(({ ctx, input }) => transferTicket(ctx.user, input)),
  close: can('ticket:close')
    .input(closeTicketInput)
    .mutation(({ ctx, input }) => closeTicket(ctx.user, input)),
  reopen: can('ticket:reopen')
    .input(ticketIdInput)
    .mutation(({ ctx, input }) => reopenTicket(ctx.user, input)),
  markRead: can('message:read')
    .input(ticketIdInput)
    .mutation(({ ctx, input }) => markRead(ctx.user, input)),
});
