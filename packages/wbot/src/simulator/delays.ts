import type { Random } from './random.ts';

/** Inclusive range of milliseconds. */
export type Range = readonly [minMs: number, maxMs: number];

export interface Delays {
  /** Server's answer to a message (single tick). */
  ackMs: Range;
  /** Delivery receipt of a phone after the server took the message. */
  receiptMs: Range;
  /** Read receipt of a phone with automatic reads, after its delivery receipt. */
  readMs: Range;
}

export const realisticDelays: Delays = { ackMs: [20, 120], receiptMs: [50, 150], readMs: [1700, 2300] };

/** Everything that happens later, so that nothing happens after the end. */
export class Timers {
  readonly #pending = new Set<NodeJS.Timeout>();
  readonly #random: Random;
  #closed = false;

  constructor(random: Random) {
    this.#random = random;
  }

  /** A random time of the range. */
  draw([min, max]: Range): number {
    return min === max ? min : min + this.#random() * (max - min);
  }

  /** Runs `action` after a random time of the range. */
  later(range: Range, action: () => void): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#pending.delete(timer);
      action();
    }, this.draw(range));
    this.#pending.add(timer);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#pending) clearTimeout(timer);
    this.#pending.clear();
  }
}

/** Random delays that never overtake each other. */
export class DelayLine {
  readonly #timers: Timers;
  readonly #waiting: (() => void)[] = [];
  #lastDueMs = 0;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Does it after what waits already: at once when nothing does. */
  next(action: () => void): void {
    if (this.#waiting.length === 0) action();
    else this.later([0, 0], action);
  }

  later(range: Range, action: () => void): void {
    const nowMs = performance.now();
    this.#lastDueMs = Math.max(this.#lastDueMs, nowMs + this.#timers.draw(range));
    this.#waiting.push(action);
    const waitMs = this.#lastDueMs - nowMs;
    this.#timers.later([waitMs, waitMs], () => this.#waiting.shift()?.());
  }
}
