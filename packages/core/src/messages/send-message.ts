import { messageId, type Scope } from '@tiktickets/db';
import {
  type MediaKind,
  type MessageKind,
  type MessageView,
  type SendMessageInput,
  sendMessageInput,
} from '../contracts/index.ts';
import { type Context, conflict, notFound, requireUser, type UserActor, write } from '../kernel/index.ts';
import { viewerParameters, visibleSql } from '../tickets/visibility.ts';
import { messageViews } from './repository.ts';
import { reserveRemoteId } from './rules.ts';

interface Target {
  state: 'pending' | 'open' | 'closed';
  user_id: string | null;
  channel_id: string;
  remote_chat: string;
  attendance_id: string | null;
}

/**
 * Accepts a text or a file for sending: the stored row is the outbox, and its provider id is fixed from here on.
 * The same `clientId` again gives the same message back.
 * @throws {AppError} `conflict` when the ticket is not open with the sender, `not-found`, `invalid-input`
 */
export async function sendMessage(ctx: Context, input: SendMessageInput): Promise<MessageView> {
  const actor = requireUser(ctx, 'message:send');
  const { ticketId, clientId, body, mediaId, quotedId } = sendMessageInput.parse(input);
  return await write(ctx, async (scope) => {
    const [target] = await scope.query<Target>(
      `select t.state, t.user_id, t.channel_id, t.remote_chat, t.attendance_id from tickets t
       where t.id = $5::uuid and ${visibleSql} for no key update`,
      [...viewerParameters(ctx), ticketId],
    );
    if (!target) throw notFound('ticket');
    const known = await findByClientId(scope, ticketId, clientId);
    if (known) return known;
    checkMaySend(actor, target);
    const [kind, quoted] = await Promise.all([
      mediaId ? kindOfUpload(scope, { ticketId, mediaId, userId: actor.userId }) : ('text' as const),
      quotedId ? quoteOf(scope, ticketId, quotedId) : null,
    ]);
    const sentAtMs = ctx.kernel.clock.now();
    const id = messageId(sentAtMs);
    const sentAt = new Date(sentAtMs).toISOString();
    await Promise.all([
      scope.query(
        `with seq as (
           update tickets set outbound_seq = outbound_seq + 1, rev = rev + 1, last_at = greatest(last_at, $6::timestamptz),
                  last_message_id = $2::uuid, last_kind = $11, last_direction = 'out', last_preview = left($5, 200), last_state = 'queued'
           where id = $1::uuid returning outbound_seq
         )
         insert into messages (tenant_id, id, ticket_id, attendance_id, channel_id, direction, kind, body, remote_chat,
                               remote_id, from_me, client_id, user_id, state, seq, sent_at, quoted)
         select app_tenant(), $2::uuid, $1::uuid, $3::uuid, $4::uuid, 'out', $11, nullif($5, ''), $7, $8, true, $9, $10::uuid, 'queued', outbound_seq, $6::timestamptz, $12::jsonb
         from seq`,
        [
          ticketId,
          id,
          target.attendance_id,
          target.channel_id,
          body,
          sentAt,
          target.remote_chat,
          reserveRemoteId(),
          clientId,
          actor.userId,
          kind,
          quoted && JSON.stringify(quoted),
        ],
      ),
      scope.query('update attendances set first_response_at = $2 where id = $1::uuid and first_response_at is null', [
        target.attendance_id,
        sentAt,
      ]),
    ]);
    if (mediaId) await scope.query('update media set message_id = $2::uuid where id = $1::uuid', [mediaId, id]);
    scope.event({ type: 'ticket', entityId: ticketId, messageIds: [id] });
    scope.wake('lane', `${ctx.tenantId}:${target.channel_id}`);
    const [view] = await messageViews(scope, [id]);
    if (!view) throw notFound('message');
    return view;
  });
}

/** Only whoever has the ticket writes to the customer; what waits is accepted first. */
function checkMaySend(actor: UserActor, target: Target): void {
  if (target.state !== 'open') throw conflict('accept the ticket before answering', { state: target.state });
  if (target.user_id !== null && target.user_id !== actor.userId) {
    throw conflict('another agent has this ticket', { state: target.state });
  }
}

/** The kind of a file that this person uploaded to this ticket and has not sent. @throws {AppError} `not-found` */
async function kindOfUpload(
  scope: Scope,
  { ticketId, mediaId, userId }: { ticketId: string; mediaId: string; userId: string },
): Promise<MessageKind> {
  const [upload] = await scope.query<{ kind: MediaKind }>(
    `select kind from media where id = $1::uuid and ticket_id = $2::uuid and uploaded_by = $3::uuid and message_id is null
       and state = 'stored' for update`,
    [mediaId, ticketId, userId],
  );
  if (!upload) throw notFound('mediaId');
  return upload.kind === 'gif' ? 'video' : upload.kind;
}

/** What is answered, as it is kept with the answer. @throws {AppError} `not-found` */
async function quoteOf(scope: Scope, ticketId: string, quotedId: string): Promise<object> {
  const [row] = await scope.query<{ remote_id: string; from_me: boolean; kind: MessageKind; body: string | null }>(
    'select remote_id, from_me, kind, left(body, 200) as body from messages where id = $1::uuid and ticket_id = $2::uuid and deleted_at is null',
    [quotedId, ticketId],
  );
  if (!row) throw notFound('quotedId');
  return { remoteId: row.remote_id, fromMe: row.from_me, kind: row.kind, preview: row.body };
}

async function findByClientId(scope: Scope, ticketId: string, clientId: string): Promise<MessageView | null> {
  const [known] = await scope.query<{ id: string }>(
    'select id from messages where ticket_id = $1::uuid and client_id = $2',
    [ticketId, clientId],
  );
  return known ? ((await messageViews(scope, [known.id]))[0] ?? null) : null;
}
