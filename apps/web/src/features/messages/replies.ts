import type { MessageView } from '@tiktickets/core/contracts';
import { composerModes } from './composer-mode.ts';
import { TicketStore } from './ticket-store.ts';

/** Which message is being answered, per ticket. */
export const replies = new TicketStore<MessageView | null>(null);

/** Notices are nobody's words, and what is not stored yet has no name on the server. */
export function canBeQuoted(message: MessageView): boolean {
  return (
    message.rev > 0 &&
    message.direction !== 'note' &&
    message.deletedAt === null &&
    !['system', 'call', 'delete'].includes(message.kind)
  );
}

/** A message as the answer to it shows it. */
export function quoteOf(message: MessageView): NonNullable<MessageView['quoted']> {
  const preview = message.body?.slice(0, 200).toWellFormed() ?? message.media?.fileName ?? null;
  const { id: messageId, kind, direction, sender } = message;
  const author = sender && { id: sender.id, name: sender.name };
  return { messageId, kind, preview, isOurs: direction === 'out', author };
}

/** Answers a message, if it can be quoted, and puts the cursor where the answer is written. */
export function startReply(message: MessageView | undefined): void {
  if (message && canBeQuoted(message)) replies.set(message.ticketId, message);
  if (message) composerModes.set(message.ticketId, 'reply');
  const focus = () => document.querySelector<HTMLElement>('[data-composer]')?.focus();
  // After whatever gave the focus back to where it was, such as a menu that closes.
  requestAnimationFrame(() => requestAnimationFrame(focus));
}

/** Answers the message that has the focus, else the customer's newest. */
export function replyByKey(messages: readonly MessageView[]): void {
  const focused = document.activeElement?.closest<HTMLElement>('[data-message-id]')?.dataset.messageId;
  const newest = messages.findLast((message) => message.direction === 'in' && canBeQuoted(message));
  startReply(messages.find(({ id }) => id === focused) ?? newest);
}
