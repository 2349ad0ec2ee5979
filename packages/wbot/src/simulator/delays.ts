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

function draw([min, max]: Range): number {
  return min + Math.random() * (max - min);
}

/** Everything that happens later, so that nothing happens after the end. */
export class Timers {
  readonly #pending = new Set<NodeJS.Timeout>();
  #closed = false;

  /** Runs `action` after a random time of the range. */
  later(range: Range, action: () => void): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#pending.delete(timer);
      action();
    }, draw(range));
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

  later(range: Range, action: () => void): void {
    const nowMs = performance.now();
    this.#lastDueMs = Math.max(this.#lastDueMs, nowMs + draw(range));
    this.#waiting.push(action);
    const waitMs = this.#lastDueMs - nowMs;
    this.#timers.later([waitMs, waitMs], () => this.#waiting.shift()?.());
  }
}
