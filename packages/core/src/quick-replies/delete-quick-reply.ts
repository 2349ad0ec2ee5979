import { quickReplyIdInput } from '../contracts/index.ts';
import { type Context, requireUser, write } from '../kernel/index.ts';
import { quickReplyView } from './repository.ts';
import { requireEditable } from './save-quick-reply.ts';

/** @throws {AppError} `forbidden` for a shared one without the right, `not-found` */
export async function deleteQuickReply(ctx: Context, input: { id: string }): Promise<{ id: string }> {
  requireUser(ctx, 'quick-reply:use');
  const { id } = quickReplyIdInput.parse(input);
  await write(ctx, async (scope) => {
    const before = await quickReplyView(ctx, scope, id);
    requireEditable(before);
    await scope.query('delete from quick_replies where id = $1::uuid', [id]);
    scope.audit({ action: 'quick-reply.deleted', entityId: id, before });
  });
  return { id };
}
