import { isJidGroup, isLidUser, isPnUser, type proto, USyncQuery, USyncUser, type WASocket } from 'baileys';
import { FencedError, SendError } from '../contract.ts';
import { isConnectionError } from './socket-error.ts';

/** A plain text as WhatsApp carries it; the same for the first send and for every resend. */
export function textContent(text: string): proto.IMessage {
  return { extendedTextMessage: { text } };
}

/** Puts any failure of a call to the library into the contract's words. */
export function toSendError(error: unknown): SendError {
  if (error instanceof SendError) return error;
  if (error instanceof FencedError) return new SendError('channel', 'fenced', { cause: error });
  if (isConnectionError(error)) return new SendError('channel', 'disconnected', { cause: error });
  return new SendError('row', 'send_failed', { cause: error });
}

/** Rejects with a `timeout` of this row when the work takes too long; the work itself may still finish. */
export async function withDeadline<T>(ms: number, work: Promise<T>): Promise<T> {
  const expired = Promise.withResolvers<never>();
  const timer = setTimeout(() => expired.reject(new SendError('row', 'timeout')), ms);
  try {
    return await Promise.race([work, expired.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks the server directly: the library takes an unanswered question for an empty answer. */
async function exists(sock: WASocket, jid: string): Promise<boolean> {
  if (isPnUser(jid)) {
    const found = await sock.onWhatsApp(jid);
    if (!found) throw new SendError('row', 'timeout');
    return found.some((answer) => answer.exists);
  }
  const question = new USyncQuery().withContext('message').withDeviceProtocol().withUser(new USyncUser().withId(jid));
  const answer = await sock.executeUSyncQuery(question);
  if (!answer) throw new SendError('row', 'timeout');
  return answer.list.some((user) => Array.isArray(Reflect.get(Object(user.devices), 'deviceList')));
}

/**
 * Without devices of the recipient the library "sends" to our own phone only, and the server acknowledges it.
 * Known devices come from the cache that the send itself uses.
 */
async function assertReachable(sock: WASocket, jid: string): Promise<void> {
  if (isJidGroup(jid)) return;
  if (!isPnUser(jid) && !isLidUser(jid)) throw new SendError('permanent', 'bad_address');
  const devices = await sock.getUSyncDevices([jid], true, false);
  if (devices.length > 0) return;
  if (!(await exists(sock, jid))) throw new SendError('permanent', 'not_on_whatsapp');
  throw new SendError('row', 'no_devices');
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
