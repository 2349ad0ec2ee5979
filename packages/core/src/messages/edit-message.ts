import type { z } from 'zod';
import { editMessageInput, type MessageView } from '../contracts/index.ts';
import { type Context, requireUser } from '../kernel/index.ts';
import { changeMessage } from './change-message.ts';
import { editProblem } from './change-rules.ts';

/** Rewrites an own text within the provider's limit of time; what it said before is kept. @throws {AppError} `conflict`, `not-found` */
export async function editMessage(ctx: Context, input: z.input<typeof editMessageInput>): Promise<MessageView> {
  const actor = requireUser(ctx, 'message:send');
  const { id, body } = editMessageInput.parse(input);
  return await changeMessage(ctx, { actor, id, kind: 'edit', text: body, problemOf: editProblem });
}
