import type { Scope } from '@tiktickets/db';
import type { MessageKind } from '../contracts/index.ts';
import { checkMayWrite, type RoomState } from '../groups/rules.ts';
import { type Context, conflict, notFound, type UserActor } from '../kernel/index.ts';
import { type LockedTicket, lockTicket } from '../tickets/repository.ts';

/** Only whoever has the ticket writes to the customer; what waits is accepted first. @throws {AppError} `conflict` */
function checkMaySend(actor: UserActor, ticket: LockedTicket): void {
  if (ticket.state !== 'open') throw conflict('accept the ticket before answering', { state: ticket.state });
  if (ticket.userId !== null && ticket.userId !== actor.userId) {
    throw conflict('another agent has this ticket', { state: ticket.state });
  }
}

/** Locks the ticket that somebody is about to write to. @throws {AppError} `not-found`; `conflict` unless they have it, or in a group where our number may not write */
export async function lockForSending(
  ctx: Context,
  scope: Scope,
  { actor, ticketId }: { actor: UserActor; ticketId: string },
): Promise<LockedTicket> {
  const ticket = await lockTicket(ctx, scope, ticketId);
  checkMaySend(actor, ticket);
  await checkInUse(scope, ticket);
  if (ticket.isGroup) checkMayWrite(await roomState(scope, ticket));
  return ticket;
}

/** @throws {AppError} `conflict` when the number was taken out of use */
async function checkInUse(scope: Scope, { channelId }: LockedTicket): Promise<void> {
  const [archived] = await scope.query('select from channels where id = $1::uuid and archived_at is not null', [
    channelId,
  ]);
  if (archived) throw conflict('the number of this ticket is no longer in use', { reason: 'channel_deleted' });
}

async function roomState(scope: Scope, { channelId, remoteChat }: LockedTicket): Promise<RoomState> {
  const [room] = await scope.query<RoomState>(
    `select g.is_member as "isMember", g.is_announcement as "isAnnouncement", exists (
       select from group_members m join channels ch on ch.id = m.channel_id
       where m.channel_id = g.channel_id and m.remote_chat = g.remote_chat and m.role <> 'member' and (m.lid = ch.lid or m.phone = ch.phone)
     ) as "isAdmin" from groups g where g.channel_id = $1::uuid and g.remote_chat = $2`,
    [channelId, remoteChat],
  );
  return room ?? { isMember: true, isAnnouncement: false, isAdmin: false };
}

export interface TargetMessage {
  id: string;
  ticketId: string;
  kind: MessageKind;
  body: string | null;
  fromMe: boolean;
  state: string | null;
  sentAtMs: number;
  isDeleted: boolean;
  details: object | null;
  mediaId: string | null;
}

interface Row extends Omit<TargetMessage, 'details'> {
  details: object | string | null;
}

/** A message of the conversation, with its ticket locked for whoever has it. @throws {AppError} `not-found`, `conflict` */
export async function lockTarget(
  ctx: Context,
  scope: Scope,
  { actor, id }: { actor: UserActor; id: string },
): Promise<{ target: TargetMessage; ticket: LockedTicket }> {
  const target = await findMessage(scope, id);
  const ticket = await lockForSending(ctx, scope, { actor, ticketId: target.ticketId });
  return { target: await findMessage(scope, id), ticket };
}

/** @throws {AppError} `not-found` */
export async function findMessage(scope: Scope, id: string): Promise<TargetMessage> {
  const [row] = await scope.query<Row>(
    `select m.id, m.ticket_id as "ticketId", m.kind, m.body, m.from_me as "fromMe", m.state,
            (extract(epoch from m.sent_at) * 1000)::float8 as "sentAtMs", m.deleted_at is not null as "isDeleted", m.details, f.id as "mediaId"
     from messages m left join media f on f.tenant_id = m.tenant_id and f.message_id = m.id and f.state = 'stored'
     where m.id = $1::uuid and m.direction <> 'note' and m.target_id is null and m.discarded_at is null`,
    [id],
  );
  if (!row) throw notFound('message');
  return { ...row, details: typeof row.details === 'string' ? JSON.parse(row.details) : row.details };
}
