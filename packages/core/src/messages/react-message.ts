import type { z } from 'zod';
import { type MessageView, reactInput } from '../contracts/index.ts';
import { type Context, requireUser } from '../kernel/index.ts';
import { changeMessage } from './change-message.ts';
import { reactionProblem } from './change-rules.ts';

/** Puts an emoji on a message, another in its place, or (empty) takes it back. @throws {AppError} `conflict`, `not-found` */
export async function reactMessage(ctx: Context, input: z.input<typeof reactInput>): Promise<MessageView> {
  const actor = requireUser(ctx, 'message:send');
  const { id, emoji } = reactInput.parse(input);
  return await changeMessage(ctx, { actor, id, kind: 'reaction', text: emoji, problemOf: reactionProblem });
}
