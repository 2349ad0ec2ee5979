import { type TicketView, ticketIdInput } from '../contracts/index.ts';
import { type Context, read, requirePermission } from '../kernel/index.ts';
import { ticketViewNow } from './repository.ts';

/** One ticket; of one that went into another, that one. @throws {AppError} `not-found` */
export function getTicket(ctx: Context, input: { id: string }): Promise<TicketView> {
  requirePermission(ctx, 'ticket:read');
  const { id } = ticketIdInput.parse(input);
  return read(ctx, (scope) => ticketViewNow(ctx, scope, id));
}
