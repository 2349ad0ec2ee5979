import { type TicketView, ticketIdInput } from '../contracts/index.ts';
import { type Context, requireUser, write } from '../kernel/index.ts';
import { lockTicket, ticketView } from './repository.ts';

/**
 * The agent who has the ticket has seen it: nothing is unread any more and the customer gets blue ticks. In a group,
 * which nobody has, it is whoever looks.
 * For anybody else it changes nothing, so that looking in never marks read.
 * @throws {AppError} `not-found`
 */
export async function markRead(ctx: Context, input: { id: string }): Promise<TicketView> {
  const actor = requireUser(ctx, 'message:read');
  const { id } = ticketIdInput.parse(input);
  return await write(ctx, async (scope) => {
    const ticket = await lockTicket(ctx, scope, id);
    if (ticket.isGroup || (ticket.state === 'open' && ticket.userId === actor.userId)) {
      const [[changed], due] = await Promise.all([
        scope.query(
          'update tickets set unread_count = 0, rev = rev + 1 where id = $1::uuid and unread_count > 0 returning id',
          [id],
        ),
        scope.query(
          `update messages set read_receipt = 'due' where ticket_id = $1::uuid and direction = 'in' and read_receipt is null returning id`,
          [id],
        ),
      ]);
      if (changed) scope.event({ type: 'ticket', entityId: id });
      if (due.length > 0) scope.wake('lane', `${ctx.tenantId}:${ticket.channelId}`);
    }
    return await ticketView(ctx, scope, id);
  });
}
