import type { Scope } from '@tiktickets/db';
import type { TicketLogType, TicketView } from '../contracts/index.ts';
import { actorId, type Context, notFound, read } from '../kernel/index.ts';
import { presentTicket, type TicketRow, ticketColumns, ticketJoins } from './present.ts';
import { viewerParameters, visibleSql } from './visibility.ts';

/** The views of those of these tickets that the actor may see, in no order. */
export async function ticketViews(ctx: Context, scope: Scope, ids: readonly string[]): Promise<TicketView[]> {
  const rows = await scope.query<TicketRow>(
    `select ${ticketColumns} from tickets t ${ticketJoins} where t.id = any($5::uuid[]) and ${visibleSql}`,
    [...viewerParameters(ctx), [...ids]],
  );
  return rows.map(presentTicket);
}

/** @throws {AppError} `not-found` for a missing, foreign or invisible ticket alike */
export async function ticketView(ctx: Context, scope: Scope, id: string): Promise<TicketView> {
  const [view] = await ticketViews(ctx, scope, [id]);
  if (!view) throw notFound('ticket');
  return view;
}

/** As `ticketView`; of a ticket that went into another one, that one. @throws {AppError} `not-found` */
export async function ticketViewNow(ctx: Context, scope: Scope, id: string): Promise<TicketView> {
  const [view] = await ticketViews(ctx, scope, [id]);
  return view ?? (await ticketView(ctx, scope, await redirected(scope, id)));
}

/** Those of these tickets that went into another one. */
export async function mergedTickets(
  ctx: Context,
  ids: readonly string[],
): Promise<{ id: string; mergedInto: string }[]> {
  if (ids.length === 0) return [];
  return await read(ctx, (scope) =>
    scope.query<{ id: string; mergedInto: string }>(
      'select lost_ticket_id as id, ticket_id as "mergedInto" from ticket_redirects where lost_ticket_id = any($1::uuid[])',
      [[...ids]],
    ),
  );
}

/** Where a ticket's conversation goes on. */
export async function redirected(scope: Scope, id: string): Promise<string> {
  const [row] = await scope.query<{ id: string }>(
    'select ticket_id as id from ticket_redirects where lost_ticket_id = $1::uuid',
    [id],
  );
  return row?.id ?? id;
}

export interface LockedTicket {
  id: string;
  state: TicketView['state'];
  isGroup: boolean;
  userId: string | null;
  queueId: string | null;
  channelId: string;
  contactId: string;
  remoteChat: string;
  attendanceId: string | null;
  attendanceNumber: number;
}

/**
 * Locks one visible ticket for a change. `no key update`, because messages that arrive meanwhile hold a key share on it.
 * @throws {AppError} `not-found`
 */
export async function lockTicket(ctx: Context, scope: Scope, id: string): Promise<LockedTicket> {
  const row = await tryLock(ctx, scope, id);
  if (!row) throw notFound('ticket');
  return row;
}

/** As `lockTicket`; of a ticket that went into another one, that one. @throws {AppError} `not-found` */
export async function lockTicketNow(ctx: Context, scope: Scope, id: string): Promise<LockedTicket> {
  return (await tryLock(ctx, scope, id)) ?? (await lockTicket(ctx, scope, await redirected(scope, id)));
}

async function tryLock(ctx: Context, scope: Scope, id: string): Promise<LockedTicket | undefined> {
  const [row] = await scope.query<LockedTicket>(
    `select t.id, t.state, t.is_group as "isGroup", t.user_id as "userId", t.queue_id as "queueId", t.channel_id as "channelId",
            t.contact_id as "contactId", t.remote_chat as "remoteChat",
            t.attendance_id as "attendanceId", t.attendance_number as "attendanceNumber"
     from tickets t where t.id = $5::uuid and ${visibleSql} for no key update`,
    [...viewerParameters(ctx), id],
  );
  return row;
}

/** One line of the ticket's history. */
export function logTicket(
  ctx: Context,
  scope: Scope,
  entry: { ticketId: string; type: TicketLogType; attendanceNumber: number; details?: Record<string, string | null> },
): Promise<unknown> {
  return scope.query(
    `insert into ticket_logs (tenant_id, id, ticket_id, attendance_number, type, actor_kind, actor_id, details)
     values (app_tenant(), gen_random_uuid(), $1, $2, $3, $4, $5, $6)`,
    [
      entry.ticketId,
      entry.attendanceNumber,
      entry.type,
      ctx.actor.kind,
      actorId(ctx.actor),
      JSON.stringify(entry.details ?? {}),
    ],
  );
}
