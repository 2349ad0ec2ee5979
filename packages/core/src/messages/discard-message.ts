import { messageIdInput } from '../contracts/index.ts';
import { type Context, conflict, requireUser, write } from '../kernel/index.ts';
import { lockFailed } from './failed.ts';

/**
 * Gives a failed message (or a failed change of one) up: it is hidden, and kept, in case the customer has it after all.
 * @throws {AppError} `conflict` unless it failed, `not-found`
 */
export async function discardMessage(ctx: Context, input: { id: string }): Promise<{ id: string }> {
  const actor = requireUser(ctx, 'message:send');
  const { id } = messageIdInput.parse(input);
  await write(ctx, async (scope) => {
    const { ticket, targetId } = await lockFailed(ctx, scope, { actor, id });
    const [gone] = await scope.query(
      `update messages set discarded_at = now(), rev = rev + 1 where id = $1::uuid and state = 'failed' and discarded_at is null returning id`,
      [id],
    );
    if (!gone) throw conflict('only a failed message can be discarded');
    await scope.query(
      `update tickets t set last_message_id = m.id, last_kind = m.kind, last_direction = m.direction, last_preview = left(m.body, 200),
              last_state = m.state, rev = t.rev + 1
       from (select null) as one left join lateral (
         select * from messages m where m.ticket_id = $1::uuid and m.direction <> 'note' and m.target_id is null and m.discarded_at is null order by m.id desc limit 1
       ) m on true
       where t.id = $1::uuid and t.last_message_id = $2::uuid`,
      [ticket.id, id],
    );
    if (targetId) await scope.query('update messages set rev = rev + 1 where id = $1::uuid', [targetId]);
    scope.audit({ action: 'message.discarded', entityId: id });
    scope.event({ type: 'ticket', entityId: ticket.id, messageIds: [targetId ?? id] });
  });
  return { id };
}
