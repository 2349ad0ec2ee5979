import type { SendFailureCode } from '../contracts/index.ts';
import { sendFailureOf } from './failures.ts';

/** Outbound delivery, as rules. Who sends calls `outcomeOf` with the driver's verdict; the row's new state follows. */

export const maxAttempts = 5;
/** How long the server may take to acknowledge bytes that were written, before they are written again under the same id. */
export const ackTimeoutMs = 30_000;

/** The driver's three kinds of trouble: the number is away; unknown trouble with this row; never again. */
export interface SendFailure {
  scope: 'channel' | 'row' | 'permanent';
  code: string;
  isGroup?: boolean;
}

export interface Outcome {
  state: 'queued' | 'failed';
  /** Tries that count. A number that was away is not the message's fault. */
  attempts: number;
  /** Null: due at once (a channel's trouble is waited out by the lane, not by the row). */
  retryInMs: number | null;
  failure: SendFailureCode | null;
}

/** 0.5 s, 1 s, 2 s … 30 s after the n-th try of one row. */
export const rowBackoffMs = (attempts: number): number =>
  Math.min(30_000, 500 * 2 ** Math.max(0, Math.min(attempts, 20) - 1));

export function outcomeOf(failure: SendFailure, attempts: number): Outcome {
  switch (failure.scope) {
    case 'channel':
      return { state: 'queued', attempts: Math.max(0, attempts - 1), retryInMs: null, failure: null };
    case 'permanent':
      return { state: 'failed', attempts, retryInMs: null, failure: sendFailureOf(failure.code, failure) };
    case 'row':
      return attempts >= maxAttempts
        ? { state: 'failed', attempts, retryInMs: null, failure: sendFailureOf(failure.code, failure) }
        : { state: 'queued', attempts, retryInMs: rowBackoffMs(attempts), failure: null };
  }
}

/** What one message takes of the rate budget, as a share of its price: 0.75 to 1.25, on average 1. */
export const rateJitter = (random: number): number => 0.75 + 0.5 * random;

/** A row that was written so often without an answer is given up before it is written once more. */
export const isUnanswered = (attempts: number): boolean => attempts > maxAttempts;

/** How long a lane rests after the n-th trouble of its number in a row: 0.5 s doubled up to 10 s, spread by ±20 %. */
export const laneHoldMs = (troubles: number, random: number): number =>
  Math.ceil(Math.min(10_000, 500 * 2 ** Math.max(0, Math.min(troubles, 20) - 1)) * (0.8 + 0.4 * random));
