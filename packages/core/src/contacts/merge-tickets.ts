import type { Context, WriteScope } from '../kernel/index.ts';
import type { TicketRow } from './merge-contacts.ts';
import { renumbered } from './rules.ts';

/** More of a conversation than this a screen that shows it fetches again. */
const announcedAtMost = 200;

/**
 * One conversation of two on the same channel: messages with all that hangs on them, attendances in the order in which
 * they began, unread counts, log, and what waits to be sent, in its order. Both rows are locked by the caller.
 * @returns protocols of the lost ticket and what they are now
 */
export async function mergeTickets(
  ctx: Context,
  scope: WriteScope,
  { kept, lost }: { kept: TicketRow; lost: TicketRow },
): Promise<Record<string, string>> {
  const both = [kept.id, lost.id];
  // The same message under two addresses of the same person: what can be read stays.
  const unreadTwins = await dropTwins(scope, both);
  await scope.query(outboxOrderSql, both);
  const moved = await scope.query<{ id: string }>(messagesSql, both);
  await scope.query('update media set ticket_id = $1::uuid where ticket_id = $2::uuid', both);
  const { protocols, last } = await joinAttendances(scope, { kept, lost });
  await scope.query('update ticket_redirects set ticket_id = $1::uuid where ticket_id = $2::uuid', both);
  await scope.query(summarySql, [...both, unreadTwins, last]);
  await scope.query('delete from tickets where id = $1::uuid', [lost.id]);
  await scope.query(
    'insert into ticket_redirects (tenant_id, ticket_id, lost_ticket_id) values (app_tenant(), $1, $2)',
    both,
  );
  await scope.query(
    `insert into ticket_logs (tenant_id, id, ticket_id, attendance_number, type, actor_kind, details)
     values (app_tenant(), gen_random_uuid(), $1, $2, 'merged', $3, $4)`,
    [kept.id, last, ctx.actor.kind, JSON.stringify({ ticketNumber: lost.number })],
  );
  scope.event({ type: 'ticket', entityId: lost.id });
  const newest = moved.map((row) => row.id).toSorted();
  scope.event({ type: 'ticket', entityId: kept.id, messageIds: newest.slice(-announcedAtMost) });
  return protocols;
}

async function dropTwins(scope: WriteScope, both: readonly string[]): Promise<number> {
  const dropped = await scope.query<{ was_unread: boolean }>(
    `delete from messages d using messages k
     where (d.ticket_id, k.ticket_id) in (($1::uuid, $2::uuid), ($2::uuid, $1::uuid)) and k.channel_id = d.channel_id
       and k.remote_id = d.remote_id and k.from_me = d.from_me
       and ((d.kind = 'undecryptable') > (k.kind = 'undecryptable')
            or ((d.kind = 'undecryptable') = (k.kind = 'undecryptable') and d.ticket_id = $2::uuid))
     returning d.direction = 'in' and d.read_receipt is null as was_unread`,
    [...both],
  );
  return dropped.filter((row) => row.was_unread).length;
}

/** Each conversation keeps its own order; between the two, time decides. */
const outboxOrderSql = `
  with base as (select max(outbound_seq) as seq from tickets where id in ($1::uuid, $2::uuid)),
  waiting as (
    select id, row_number() over (order by place, ticket_id, seq) as n from (
      select m.id, m.ticket_id, m.seq, max(m.id::text) over (partition by m.ticket_id order by m.seq) as place
      from messages m where m.ticket_id in ($1::uuid, $2::uuid) and m.state in ('queued', 'sending')
    ) w
  )
  update messages m set seq = base.seq + w.n from waiting w, base where m.id = w.id`;

const messagesSql = `
  update messages m set ticket_id = $1::uuid, rev = m.rev + 1,
    client_id = case when exists (select from messages k where k.ticket_id = $1::uuid and k.client_id = m.client_id) then null else m.client_id end
  where m.ticket_id = $2::uuid returning m.id`;

interface AttendanceRow {
  id: string;
  ticketId: string;
  number: number;
  openedAt: string;
}

async function joinAttendances(
  scope: WriteScope,
  { kept, lost }: { kept: TicketRow; lost: TicketRow },
): Promise<{ protocols: Record<string, string>; last: number }> {
  if (kept.state !== 'closed') {
    await scope.query(
      `update attendances set closed_at = now(), close_reason = 'merged' where ticket_id = $1::uuid and closed_at is null`,
      [lost.id],
    );
  }
  const rows = await scope.query<AttendanceRow>(
    `select id, ticket_id as "ticketId", number, to_json(opened_at) #>> '{}' as "openedAt"
     from attendances where ticket_id in ($1::uuid, $2::uuid)`,
    [kept.id, lost.id],
  );
  const ordered = renumbered(rows, kept.attendanceId ?? lost.attendanceId);
  const logs = `update ticket_logs l set ticket_id = $1::uuid, attendance_number = n.new
     from unnest($2::uuid[], $3::int[], $4::int[]) as n (ticket_id, old, new)
     where l.ticket_id = n.ticket_id and l.attendance_number = n.old`;
  await scope.query(logs, [
    kept.id,
    ordered.map((row) => row.ticketId),
    ordered.map((row) => row.number),
    // Negative until all have moved, so that no line is taken for another one's.
    ordered.map((row) => -row.newNumber),
  ]);
  await scope.query('update ticket_logs set ticket_id = $1::uuid where ticket_id = $2::uuid', [kept.id, lost.id]);
  await scope.query(
    'update ticket_logs set attendance_number = -attendance_number where ticket_id = $1::uuid and attendance_number < 0',
    [kept.id],
  );
  await scope.query(
    `update attendances a set ticket_id = $1::uuid, number = -n.new from unnest($2::uuid[], $3::int[]) as n (id, new) where a.id = n.id`,
    [kept.id, ordered.map((row) => row.id), ordered.map((row) => row.newNumber)],
  );
  await scope.query('update attendances set number = -number where ticket_id = $1::uuid', [kept.id]);
  const ofLost = ordered.filter((row) => row.ticketId === lost.id);
  return {
    protocols: Object.fromEntries(
      ofLost.map((row) => [`${lost.number}-${row.number}`, `${kept.number}-${row.newNumber}`]),
    ),
    last: ordered.length,
  };
}

/** What the list shows of a conversation comes from the newer half; a LID reaches people whose number is hidden. */
const summarySql = `
  update tickets k set
    unread_count = greatest(0, k.unread_count + l.unread_count - $3::int),
    remote_chat = case when k.remote_chat not like '%@lid' and l.remote_chat like '%@lid' then l.remote_chat else k.remote_chat end,
    rev = greatest(k.rev, l.rev) + 1, created_at = least(k.created_at, l.created_at), last_at = greatest(k.last_at, l.last_at),
    outbound_seq = greatest(k.outbound_seq, l.outbound_seq)
      + (select count(*) from messages m where m.ticket_id = k.id and m.state in ('queued', 'sending')),
    attendance_number = $4::int,
    attendance_id = coalesce(k.attendance_id, l.attendance_id),
    attendance_opened_at = case when k.attendance_id is null then l.attendance_opened_at else k.attendance_opened_at end,
    accepted_at = case when k.attendance_id is null then l.accepted_at else k.accepted_at end,
    closed_at = case when k.state = 'closed' then greatest(k.closed_at, l.closed_at) end,
    last_message_id = case when newer.yes then l.last_message_id else k.last_message_id end,
    last_kind = case when newer.yes then l.last_kind else k.last_kind end,
    last_direction = case when newer.yes then l.last_direction else k.last_direction end,
    last_preview = case when newer.yes then l.last_preview else k.last_preview end,
    last_state = case when newer.yes then l.last_state else k.last_state end
  from tickets l, tickets o, lateral (
    select l.last_message_id is not null and exists (select from messages m where m.id = l.last_message_id)
      and (o.last_message_id is null or l.last_message_id > o.last_message_id) as yes
  ) newer
  where k.id = $1::uuid and o.id = k.id and l.id = $2::uuid`;
