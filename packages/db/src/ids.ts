import { v7 } from 'uuid';

/** A time-ordered id for anything but messages. */
export const newId = (): string => v7();

let lastArrival = 0;

/**
 * Id of a message: ordered by its own time, then by arrival. Providers date to the second, so within one millisecond
 * the arrival counter (31 bits of our clock, never standing still) keeps the order in which messages came.
 */
export function messageId(sentAtMs: number, arrivalMs = Date.now()): string {
  lastArrival = Math.max(lastArrival + 1, arrivalMs);
  return v7({ msecs: sentAtMs, seq: lastArrival % 0x7fffffff });
}
