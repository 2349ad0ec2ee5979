import type { Scope } from '@tiktickets/db';
import {
  type MediaKind,
  type MessageKind,
  type MessageView,
  type OutgoingDetails,
  type SendMessageInput,
  sendMessageInput,
} from '../contracts/index.ts';
import { type Context, notFound, requireUser, write } from '../kernel/index.ts';
import { lockTicketNow } from '../tickets/repository.ts';
import { enqueue } from './enqueue.ts';
import { mentionedMembers } from './mentions.ts';
import { messageViews } from './repository.ts';
import { refuseStale } from './stale-guard.ts';
import { lockForSending } from './target.ts';

/**
 * Accepts a text, a file, a place, contact cards or a poll for sending: the stored row is the outbox, and its provider
 * id is fixed from here on. The same `clientId` again gives the same message back.
 * @throws {AppError} `conflict` when the ticket is not open with the sender, `stale` when somebody else answered after
 * `seenId`, `not-found`, `invalid-input`
 */
export async function sendMessage(ctx: Context, input: SendMessageInput): Promise<MessageView> {
  const actor = requireUser(ctx, 'message:send');
  const { clientId, body, mediaId, quotedId, details, seenId, mentions, ...asked } = sendMessageInput.parse(input);
  return await write(ctx, async (scope) => {
    const { id: ticketId } = await lockTicketNow(ctx, scope, asked.ticketId);
    const known = await findByClientId(scope, ticketId, clientId);
    if (known) return known;
    const ticket = await lockForSending(ctx, scope, { actor, ticketId });
    if (seenId) await refuseStale(scope, { ticketId, seenId, userId: actor.userId });
    const [upload, quoted, named] = await Promise.all([
      mediaId ? kindOfUpload(scope, { ticketId, mediaId, userId: actor.userId }) : null,
      quotedId ? quoteOf(scope, ticketId, quotedId) : null,
      mentions?.length ? mentionedMembers(scope, ticket, { body, addresses: mentions }) : null,
    ]);
    const message = {
      ...(details ? described(details) : { kind: upload ?? ('text' as const), body: body || null }),
      clientId,
      userId: actor.userId,
      quoted,
      mentions: named,
    };
    const id = await enqueue(ctx, scope, { ticket, message });
    if (mediaId) await attach(scope, { mediaId, messageId: id });
    const [view] = await messageViews(scope, [id]);
    if (!view) throw notFound('message');
    return view;
  });
}

/**
 * The file goes with this message. What is still to be made of it is waited for: a recording until it is a voice note,
 * the small picture of another file for a moment.
 */
async function attach(scope: Scope, input: { mediaId: string; messageId: string }): Promise<void> {
  await scope.query(
    `with attached as (update media set message_id = $2::uuid where id = $1::uuid returning message_id, kind, prepare)
     update messages m set next_at = now() + case when a.kind = 'voice' then interval '10 minutes' else interval '5 seconds' end
     from attached a where m.id = a.message_id and a.prepare = 'due'`,
    [input.mediaId, input.messageId],
  );
}

/** As the same kinds are kept when they arrive. */
function described(details: OutgoingDetails): { kind: MessageKind; body: string | null; details: object } {
  switch (details.kind) {
    case 'location':
      return { kind: 'location', body: null, details: { ...details, isLive: false } };
    case 'contacts':
      return { kind: 'contact', body: details.contacts[0]?.name ?? null, details };
    case 'poll':
      return { kind: 'poll', body: details.question, details };
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
  const [row] = await scope.query<QuotedRow>(
    `select remote_id, from_me, kind, left(body, 200) as body from messages
     where id = $1::uuid and ticket_id = $2::uuid and direction <> 'note' and deleted_at is null and target_id is null`,
    [quotedId, ticketId],
  );
  if (!row) throw notFound('quotedId');
  return { remoteId: row.remote_id, fromMe: row.from_me, kind: row.kind, preview: row.body };
}

interface QuotedRow {
  remote_id: string;
  from_me: boolean;
  kind: MessageKind;
  body: string | null;
}

async function findByClientId(scope: Scope, ticketId: string, clientId: string): Promise<MessageView | null> {
  const [known] = await scope.query<{ id: string }>(
    'select id from messages where ticket_id = $1::uuid and client_id = $2',
    [ticketId, clientId],
  );
  return known ? ((await messageViews(scope, [known.id]))[0] ?? null) : null;
}
