import { closeTicketInput, type TicketView } from '../contracts/index.ts';
import { type Context, requireUser, write } from '../kernel/index.ts';
import { checkRelease } from './release.ts';
import { lockTicket, logTicket, ticketView } from './repository.ts';

/** Ends the attendance. @throws {AppError} `forbidden`, `conflict` when already closed, `not-found` */
export async function closeTicket(ctx: Context, input: { id: string; reason?: string }): Promise<TicketView> {
  const actor = requireUser(ctx, 'ticket:close');
  const { id, reason } = closeTicketInput.parse(input);
  return await write(ctx, async (scope) => {
    const ticket = await lockTicket(ctx, scope, id);
    checkRelease(actor, ticket, 'close');
    await Promise.all([
      scope.query(
        `update tickets set state = 'closed', user_id = case when is_group then null else coalesce(user_id, $2::uuid) end, closed_at = now(), unread_count = 0, rev = rev + 1
         where id = $1::uuid`,
        [id, actor.userId],
      ),
      scope.query(
        `update attendances set closed_at = now(), closed_by = $2::uuid, close_reason = $3 where id = $1::uuid and closed_at is null`,
        [ticket.attendanceId, actor.userId, reason ?? null],
      ),
      logTicket(ctx, scope, {
        ticketId: id,
        type: 'closed',
        attendanceNumber: ticket.attendanceNumber,
        details: { reason: reason ?? null },
      }),
    ]);
    scope.event({ type: 'ticket', entityId: id });
    return await ticketView(ctx, scope, id);
  });
}
