import { newId, type Scope } from '@tiktickets/db';
import type { z } from 'zod';
import { forwardInput, type MessageView } from '../contracts/index.ts';
import { type Context, conflict, notFound, requireUser, write } from '../kernel/index.ts';
import { lockTicket } from '../tickets/repository.ts';
import { forwardProblem } from './change-rules.ts';
import { enqueue } from './enqueue.ts';
import { messageViews } from './repository.ts';
import { findMessage, lockForSending } from './target.ts';

/**
 * Passes a message on to at most five conversations that the sender has open, marked as forwarded; all of them or none.
 * The same `clientId`s again give the same messages back. @throws {AppError} `conflict`, `not-found`
 */
export async function forwardMessage(ctx: Context, input: z.input<typeof forwardInput>): Promise<MessageView[]> {
  const actor = requireUser(ctx, 'message:send');
  const { id, to } = forwardInput.parse(input);
  return await write(ctx, async (scope) => {
    const source = await findMessage(scope, id);
    await lockTicket(ctx, scope, source.ticketId);
    const problem = forwardProblem({
      ...source,
      hasFile: source.mediaId !== null,
      hasText: (source.body ?? '').trim() !== '',
    });
    if (problem) throw conflict('this message cannot be forwarded', { problem });
    const ids: string[] = [];
    // One order for everybody, so that two who forward to the same conversations do not wait for each other.
    for (const { ticketId, clientId } of to.toSorted((a, b) => (a.ticketId < b.ticketId ? -1 : 1))) {
      await lockTicket(ctx, scope, ticketId);
      const known = await knownId(scope, ticketId, clientId);
      if (known) {
        ids.push(known);
        continue;
      }
      const ticket = await lockForSending(ctx, scope, { actor, ticketId });
      const { kind, body, details } = source;
      const message = { kind, body, details, clientId, userId: actor.userId, isForwarded: true };
      const forwarded = await enqueue(ctx, scope, { ticket, message });
      if (source.mediaId) await copyMedia(scope, { mediaId: source.mediaId, ticketId, messageId: forwarded });
      ids.push(forwarded);
    }
    const views = await messageViews(scope, ids);
    if (views.length !== ids.length) throw notFound('message');
    return views;
  });
}

async function knownId(scope: Scope, ticketId: string, clientId: string): Promise<string | null> {
  const [known] = await scope.query<{ id: string }>(
    'select id from messages where ticket_id = $1::uuid and client_id = $2',
    [ticketId, clientId],
  );
  return known?.id ?? null;
}

/** The same stored file, as the other conversation's own: what may be seen follows the ticket. */
async function copyMedia(
  scope: Scope,
  { mediaId, ticketId, messageId }: { mediaId: string; ticketId: string; messageId: string },
): Promise<void> {
  await scope.query(
    `insert into media (tenant_id, id, ticket_id, channel_id, message_id, kind, state, storage_key, sha256, mimetype, file_name,
                        size_bytes, width, height, seconds, is_gif, waveform, thumbnail, prepare)
     select tenant_id, $2::uuid, $3::uuid, (select channel_id from tickets where id = $3::uuid), $4::uuid, kind, state, storage_key, sha256,
            mimetype, file_name, size_bytes, width, height, seconds, is_gif, waveform, thumbnail,
            case when prepare is not null then 'due' end
     from media where id = $1::uuid`,
    [mediaId, newId(), ticketId, messageId],
  );
}
