import type { MessageView } from '../contracts/index.ts';
import { type Context, conflict, notFound, type UserActor, write } from '../kernel/index.ts';
import type { ChangeProblem } from './change-rules.ts';
import { enqueueChange } from './enqueue.ts';
import { messageViews } from './repository.ts';
import { lockTarget, type TargetMessage } from './target.ts';

/** What the three changes of a message have in common. @throws {AppError} `not-found`, `conflict` with the `problem` */
export function changeMessage(
  ctx: Context,
  input: {
    actor: UserActor;
    id: string;
    kind: 'reaction' | 'edit' | 'delete';
    text: string | null;
    problemOf(target: TargetMessage, nowMs: number): ChangeProblem;
  },
): Promise<MessageView> {
  const { actor, id, kind, text } = input;
  return write(ctx, async (scope) => {
    const { target, ticket } = await lockTarget(ctx, scope, { actor, id });
    const problem = input.problemOf(target, ctx.kernel.clock.now());
    if (problem) throw conflict('this message cannot be changed so', { problem });
    await enqueueChange(ctx, scope, { ticket, change: { targetId: id, kind, text, userId: actor.userId } });
    const [view] = await messageViews(scope, [id]);
    if (!view) throw notFound('message');
    return view;
  });
}
