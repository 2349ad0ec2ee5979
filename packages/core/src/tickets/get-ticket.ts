import { type TicketView, ticketIdInput } from '../contracts/index.ts';
import { type Context, read, requirePermission } from '../kernel/index.ts';
import { ticketView } from './repository.ts';

/** @throws {AppError} `not-found` */
export function getTicket(ctx: Context, input: { id: string }): Promise<TicketView> {
  requirePermission(ctx, 'ticket:read');
  const { id } = ticketIdInput.parse(input);
  return read(ctx, (scope) => ticketView(ctx, scope, id));
}
