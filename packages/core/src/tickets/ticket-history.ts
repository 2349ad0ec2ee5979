import { type AttendanceView, type TicketLogType, type TicketLogView, ticketIdInput } from '../contracts/index.ts';
import { type Context, read, requirePermission } from '../kernel/index.ts';
import { instant, instantOrNull } from './present.ts';
import { ticketViewNow } from './repository.ts';

interface LogRow {
  id: string;
  type: TicketLogType;
  actor_name: string | null;
  attendance_number: number | null;
  target: string | null;
  note: string | null;
  at: string;
}

/** What happened to a ticket, newest first, at most 200 lines. @throws {AppError} `not-found` */
export async function listTicketLog(ctx: Context, input: { id: string }): Promise<TicketLogView[]> {
  requirePermission(ctx, 'ticket:read');
  const { id } = ticketIdInput.parse(input);
  return await read(ctx, async (scope) => {
    const ticket = await ticketViewNow(ctx, scope, id);
    const rows = await scope.query<LogRow>(
      `select l.id, l.type, l.attendance_number, l.at, u.name as actor_name, l.details->>'target' as target, l.details->>'note' as note from ticket_logs l
       left join users u on u.tenant_id = l.tenant_id and u.id = l.actor_id
       where l.ticket_id = $1::uuid order by l.at desc, l.id desc limit 200`,
      [ticket.id],
    );
    return rows.map((row) => ({
      id: row.id,
      type: row.type,
      actorName: row.actor_name,
      attendanceNumber: row.attendance_number,
      target: row.target,
      note: row.note,
      at: instant(row.at),
    }));
  });
}

interface AttendanceRow {
  id: string;
  number: number;
  protocol: string;
  queue_name: string | null;
  agent_name: string | null;
  opened_at: string;
  accepted_at: string | null;
  closed_at: string | null;
}

/** The service cycles of a ticket, newest first, at most 50. @throws {AppError} `not-found` */
export async function listAttendances(ctx: Context, input: { id: string }): Promise<AttendanceView[]> {
  requirePermission(ctx, 'ticket:read');
  const { id } = ticketIdInput.parse(input);
  return await read(ctx, async (scope) => {
    const ticket = await ticketViewNow(ctx, scope, id);
    const rows = await scope.query<AttendanceRow>(
      `select a.id, a.number, q.name as queue_name, u.name as agent_name, a.opened_at, a.accepted_at, a.closed_at
       from attendances a
       left join queues q on q.tenant_id = a.tenant_id and q.id = a.queue_id
       left join users u on u.tenant_id = a.tenant_id and u.id = a.user_id
       where a.ticket_id = $1::uuid order by a.number desc limit 50`,
      [ticket.id],
    );
    return rows.map((row) => ({
      id: row.id,
      number: row.number,
      protocol: `${ticket.number}-${row.number}`,
      queueName: row.queue_name,
      agentName: row.agent_name,
      openedAt: instant(row.opened_at),
      acceptedAt: instantOrNull(row.accepted_at),
      closedAt: instantOrNull(row.closed_at),
    }));
  });
}
