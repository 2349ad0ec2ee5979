import { newId } from '@tiktickets/db';
import { type TicketView, ticketIdInput } from '../contracts/index.ts';
import { type Context, conflict, requireUser, type WriteScope, write } from '../kernel/index.ts';
import { lockTicket, logTicket, ticketView } from './repository.ts';
import { nextTicketState } from './rules.ts';

/** An agent takes a closed conversation up again: a new attendance, accepted by them. @throws {AppError} `conflict`, `not-found` */
export async function reopenTicket(ctx: Context, input: { id: string }): Promise<TicketView> {
  const actor = requireUser(ctx, 'ticket:reopen');
  const { id } = ticketIdInput.parse(input);
  return await write(ctx, async (scope) => {
    const ticket = await lockTicket(ctx, scope, id);
    if (!nextTicketState(ticket.state, 'reopen'))
      throw conflict('only a closed ticket can be reopened', { state: ticket.state });
    if (ticket.isGroup) return await reopenRoom(ctx, scope, id);
    const attendanceId = newId();
    const number = ticket.attendanceNumber + 1;
    await scope.query(
      `insert into attendances (tenant_id, id, ticket_id, number, queue_id, user_id, opened_at, accepted_at)
       values (app_tenant(), $1, $2, $3, $4, $5, now(), now())`,
      [attendanceId, id, number, ticket.queueId, actor.userId],
    );
    await Promise.all([
      scope.query(
        `update tickets set state = 'open', user_id = $2::uuid, accepted_at = now(), closed_at = null, attendance_id = $3,
                attendance_number = $4, attendance_opened_at = now(), rev = rev + 1 where id = $1::uuid`,
        [id, actor.userId, attendanceId, number],
      ),
      logTicket(ctx, scope, { ticketId: id, type: 'reopened', attendanceNumber: number }),
    ]);
    scope.event({ type: 'ticket', entityId: id });
    return await ticketView(ctx, scope, id);
  });
}

/** A room is its queue's again, and nobody's in particular. */
async function reopenRoom(ctx: Context, scope: WriteScope, id: string): Promise<TicketView> {
  await scope.query(`update tickets set state = 'open', closed_at = null, rev = rev + 1 where id = $1::uuid`, [id]);
  await logTicket(ctx, scope, { ticketId: id, type: 'reopened', attendanceNumber: 0 });
  scope.event({ type: 'ticket', entityId: id });
  return await ticketView(ctx, scope, id);
}
