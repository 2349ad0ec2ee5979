import { quickReplyIdInput } from '../contracts/index.ts';
import { type Context, requireUser, write } from '../kernel/index.ts';
import { quickReplyView } from './repository.ts';

/** One was put into an answer: what is used most comes first. @throws {AppError} `not-found` */
export async function countQuickReplyUse(ctx: Context, input: { id: string }): Promise<{ useCount: number }> {
  requireUser(ctx, 'quick-reply:use');
  const { id } = quickReplyIdInput.parse(input);
  return await write(ctx, async (scope) => {
    const { useCount } = await quickReplyView(ctx, scope, id);
    await scope.query('update quick_replies set use_count = use_count + 1 where id = $1::uuid', [id]);
    return { useCount: useCount + 1 };
  });
}
