import { generateMessageIDV2 } from 'baileys';

/** A new WhatsApp message id, to be stored before the first send and used again on every retry. */
export function reserveMessageId(): string {
  return generateMessageIDV2();
}
