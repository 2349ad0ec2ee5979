import { FencedError, SendError } from '../../contract.ts';
import { isConnectionError, refusalCode } from '../socket-error.ts';

/** Puts any failure of a call to the library into the contract's words. */
export function toSendError(error: unknown): SendError {
  if (error instanceof SendError) return error;
  if (error instanceof FencedError) return new SendError('channel', 'fenced', { cause: error });
  if (isConnectionError(error)) return new SendError('channel', 'disconnected', { cause: error });
  // The server has had enough of our questions: resting helps, and is not this message's fault.
  if (refusalCode(error) === 429) return new SendError('channel', 'rate_limited', { cause: error });
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
