import { type TicketView, ticketIdInput } from '../contracts/index.ts';
import { type Context, requireUser, write } from '../kernel/index.ts';
import { checkRelease } from './release.ts';
import { lockTicket, logTicket, ticketView } from './repository.ts';

/** Puts an open ticket back into its queue, for anybody there to accept. @throws {AppError} `forbidden`, `conflict`, `not-found` */
export async function returnTicket(ctx: Context, input: { id: string }): Promise<TicketView> {
  const actor = requireUser(ctx, 'ticket:return');
  const { id } = ticketIdInput.parse(input);
  return await write(ctx, async (scope) => {
    const ticket = await lockTicket(ctx, scope, id);
    checkRelease(actor, ticket, 'return');
    await Promise.all([
      scope.query(
        `update tickets set state = 'pending', user_id = null, accepted_at = null, rev = rev + 1 where id = $1::uuid`,
        [id],
      ),
      scope.query('update attendances set user_id = null where id = $1::uuid', [ticket.attendanceId]),
      logTicket(ctx, scope, { ticketId: id, type: 'returned', attendanceNumber: ticket.attendanceNumber }),
    ]);
    scope.event({ type: 'ticket', entityId: id });
    // The one who gives it back sees the result even if it is now out of their sight.
    return await ticketView({ ...ctx, actor: { kind: 'system', name: 'return-ticket' } }, scope, id);
  });
}
