import { type MessageView, messageIdInput } from '../contracts/index.ts';
import { type Context, conflict, notFound, requireUser, write } from '../kernel/index.ts';
import { lockTicket } from '../tickets/repository.ts';
import { messageViews } from './repository.ts';

/** Puts a failed message back into the outbox under its old provider id. @throws {AppError} `conflict`, `not-found` */
export async function retryMessage(ctx: Context, input: { id: string }): Promise<MessageView> {
  requireUser(ctx, 'message:send');
  const { id } = messageIdInput.parse(input);
  return await write(ctx, async (scope) => {
    const [known] = await scope.query<{ ticket_id: string }>('select ticket_id from messages where id = $1::uuid', [
      id,
    ]);
    if (!known) throw notFound('message');
    const ticket = await lockTicket(ctx, scope, known.ticket_id);
    const [queued] = await scope.query(
      `update messages set state = 'queued', failure = null, attempts = 0, next_at = null, rev = rev + 1
       where id = $1::uuid and state = 'failed' returning id`,
      [id],
    );
    if (!queued) throw conflict('only a failed message can be sent again');
    await scope.query(
      `update tickets set last_state = 'queued', rev = rev + 1 where id = $1::uuid and last_message_id = $2::uuid`,
      [ticket.id, id],
    );
    scope.event({ type: 'ticket', entityId: ticket.id, messageIds: [id] });
    scope.wake('lane', `${ctx.tenantId}:${ticket.channelId}`);
    const [view] = await messageViews(scope, [id]);
    if (!view) throw notFound('message');
    return view;
  });
}
