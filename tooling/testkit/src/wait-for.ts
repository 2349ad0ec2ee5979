import { setTimeout as delay } from 'node:timers/promises';

export interface WaitForOptions {
  /** Default 20 000: a busy machine must not fail a test. */
  timeoutMs?: number;
  /** Default 15. */
  intervalMs?: number;
  /** What is awaited, for the message of the failure. */
  what?: string;
}

/**
 * Waits for a fact instead of sleeping: calls `fact` until it returns something truthy, and returns that.
 * A throw counts as "not yet", so assertions may be used inside; the last one is the cause of the failure.
 */
export async function waitFor<T>(fact: () => T | Promise<T>, options: WaitForOptions = {}): Promise<NonNullable<T>> {
  const { timeoutMs = 20_000, intervalMs = 15, what = 'the awaited fact' } = options;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let reason: unknown;
    try {
      const value = await fact();
      if (value) return value;
      reason = value;
    } catch (error) {
      reason = error;
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited ${timeoutMs} ms for ${what}; last seen: ${String(reason)}`, { cause: reason });
    }
    await delay(intervalMs);
  }
}
