import { type TicketView, ticketIdInput } from '../contracts/index.ts';
import { AppError, type Context, conflict, requireUser, write } from '../kernel/index.ts';
import { logTicket, ticketView } from './repository.ts';
import { viewerParameters, visibleSql } from './visibility.ts';

/**
 * Takes a pending ticket. Compare-and-set: of any number at the same instant one wins.
 * @throws {AppError} `already-accepted` with `agentName`; `conflict` when closed; `not-found`
 */
export async function acceptTicket(ctx: Context, input: { id: string }): Promise<TicketView> {
  const actor = requireUser(ctx, 'ticket:accept');
  const { id } = ticketIdInput.parse(input);
  return await write(ctx, async (scope) => {
    const [won] = await scope.query<{ attendance_id: string | null; attendance_number: number }>(
      `update tickets t set state = 'open', user_id = $6::uuid, accepted_at = now(), rev = rev + 1
       where t.id = $5::uuid and t.state = 'pending' and t.user_id is null and not t.is_group and ${visibleSql}
       returning t.attendance_id, t.attendance_number`,
      [...viewerParameters(ctx), id, actor.userId],
    );
    if (!won) {
      // A second statement: inside the first one the winner would not be visible yet.
      const ticket = await ticketView(ctx, scope, id);
      if (ticket.state === 'closed') throw conflict('the ticket is closed', { state: ticket.state });
      if (ticket.isGroup) throw conflict('a group belongs to its queue', { state: ticket.state });
      if (ticket.agent?.id === actor.userId) return ticket;
      throw new AppError('already-accepted', 'somebody else has this ticket', {
        details: { agentName: ticket.agent?.name ?? null },
      });
    }
    await Promise.all([
      scope.query(
        'update attendances set user_id = $2::uuid, accepted_at = coalesce(accepted_at, now()) where id = $1::uuid',
        [won.attendance_id, actor.userId],
      ),
      logTicket(ctx, scope, { ticketId: id, type: 'accepted', attendanceNumber: won.attendance_number }),
    ]);
    scope.event({ type: 'ticket', entityId: id });
    return await ticketView(ctx, scope, id);
  });
}
