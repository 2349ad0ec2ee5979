import type { proto, WASocket } from 'baileys';
import { toSendError, withDeadline } from './deadline.ts';
import { assertReachable } from './reachable.ts';

/** A plain text as WhatsApp carries it; the same for the first send and for every resend. */
export function textContent(text: string): proto.IMessage {
  return { extendedTextMessage: { text } };
}

/** Writes one text with its reserved id. @throws {SendError} */
export async function sendText(
  sock: WASocket,
  message: { id: string; to: string; text: string },
  timeoutMs: number,
): Promise<void> {
  const { id, to, text } = message;
  async function send(): Promise<void> {
    await assertReachable(sock, to);
    await sock.sendMessage(to, { text, linkPreview: null }, { messageId: id });
  }
  try {
    await withDeadline(timeoutMs, send());
  } catch (error) {
    throw toSendError(error);
  }
}
