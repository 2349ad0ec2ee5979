import { type MessageView, messageIdInput } from '../contracts/index.ts';
import { type Context, conflict, notFound, requireUser, write } from '../kernel/index.ts';
import { lockFailed } from './failed.ts';
import { messageViews } from './repository.ts';

/**
 * Puts a failed message back into the outbox under its old provider id, so that a customer who has it after all does not
 * get it twice. A file is uploaded anew. @returns the message, or the one whose change is tried again
 * @throws {AppError} `conflict`, `not-found`
 */
export async function retryMessage(ctx: Context, input: { id: string }): Promise<MessageView> {
  const actor = requireUser(ctx, 'message:send');
  const { id } = messageIdInput.parse(input);
  return await write(ctx, async (scope) => {
    const { ticket, targetId } = await lockFailed(ctx, scope, { actor, id });
    const [queued] = await scope.query(
      `update messages set state = 'queued', state_at = now(), failure = null, attempts = 0, next_at = null, raw = null,
              remote_chat = $2, rev = rev + 1
       where id = $1::uuid and state = 'failed' and discarded_at is null returning id`,
      [id, ticket.remoteChat],
    );
    if (!queued) throw conflict('only a failed message can be sent again');
    await scope.query(
      `update tickets set last_state = 'queued', rev = rev + 1 where id = $1::uuid and last_message_id = $2::uuid`,
      [ticket.id, id],
    );
    if (targetId) await scope.query('update messages set rev = rev + 1 where id = $1::uuid', [targetId]);
    scope.event({ type: 'ticket', entityId: ticket.id, messageIds: [targetId ?? id] });
    scope.wake('lane', `${ctx.tenantId}:${ticket.channelId}`);
    const [view] = await messageViews(scope, [targetId ?? id]);
    if (!view) throw notFound('message');
    return view;
  });
}
