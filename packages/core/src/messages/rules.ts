import { randomBytes } from 'node:crypto';
import { type DeliveryState, deliveryStates } from '../contracts/index.ts';

/**
 * How far a message has come. `failed` ranks with `sent`: a message that we gave up on and the customer's phone
 * confirms all the same was delivered.
 */
export function deliveryRank(state: DeliveryState): number {
  return deliveryStates.indexOf(state === 'failed' ? 'sent' : state);
}

/** Receipts come late, twice and out of order; a state only ever moves forward. */
export function advanceDelivery(current: DeliveryState, receipt: DeliveryState): DeliveryState {
  if (receipt === 'failed') return deliveryRank(current) < deliveryRank('delivered') ? 'failed' : current;
  return deliveryRank(receipt) > deliveryRank(current) ? receipt : current;
}

/** The states that a receipt may replace; the same rule for SQL. */
export const statesBefore = (receipt: DeliveryState): DeliveryState[] =>
  deliveryStates.filter((state) => state !== receipt && advanceDelivery(state, receipt) === receipt);

/** An id in the provider's own form, given to a message before it is sent and kept through every retry. */
export const reserveRemoteId = (): string => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;

const earliestMs = Date.UTC(2009, 0, 1);

/**
 * When an incoming message was written. Providers date to the second; a message that arrives within that second is
 * placed where it arrived, a late one at the second's end. A date before the provider existed, or ahead of our clock, is not believed.
 */
export function believableTime(providerMs: number, arrivalMs: number): number {
  if (!Number.isFinite(providerMs) || providerMs < earliestMs || providerMs > arrivalMs) return arrivalMs;
  return Math.min(arrivalMs, Math.floor(providerMs / 1000) * 1000 + 999);
}

/** Postgres refuses NUL and broken surrogates; nothing else of a body is changed. Null stays null. */
export const storableText = (text: string | null): string | null =>
  text === null ? null : text.toWellFormed().replaceAll('\u0000', '');

const smallFileBytes = 3 * 2 ** 20;
const fetchedKinds = new Set(['image', 'sticker', 'voice']);
/** About as long as the provider keeps what nobody fetched. */
const keptMs = 14 * 86_400_000;

/** Of the phone's past only what is small and surely still there is fetched at once; the rest when a person asks. */
export function stateOfPastFile(file: {
  media: { kind: string; sizeBytes: number | null };
  sentAt: string;
  nowMs: number;
}): 'due' | 'remote' {
  const isSmall =
    fetchedKinds.has(file.media.kind) && (file.media.sizeBytes ?? Number.POSITIVE_INFINITY) <= smallFileBytes;
  return isSmall && file.nowMs - Date.parse(file.sentAt) < keptMs ? 'due' : 'remote';
}
