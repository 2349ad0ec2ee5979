import { type MessageView, messageIdInput } from '../contracts/index.ts';
import { type Context, requireUser } from '../kernel/index.ts';
import { changeMessage } from './change-message.ts';
import { deleteProblem } from './change-rules.ts';

/** Takes an own message back for everyone, within the provider's limit of time. @throws {AppError} `conflict`, `not-found` */
export async function deleteMessage(ctx: Context, input: { id: string }): Promise<MessageView> {
  const actor = requireUser(ctx, 'message:send');
  const { id } = messageIdInput.parse(input);
  return await changeMessage(ctx, { actor, id, kind: 'delete', text: null, problemOf: deleteProblem });
}
