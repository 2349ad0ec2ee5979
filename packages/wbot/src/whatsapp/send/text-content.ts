import type { proto } from 'baileys';

/** A plain text as WhatsApp carries it, for a resend of a message whose stored content is gone. */
export function textContent(text: string): proto.IMessage {
  return { extendedTextMessage: { text } };
}
