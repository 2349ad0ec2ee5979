import { setTimeout as delay } from 'node:timers/promises';

export interface WakeLoopOptions {
  /** One pass over all there is to do. Resolves with when to look again by itself, in milliseconds; null waits for a wake-up. */
  work(): Promise<number | null>;
  /** What a failed pass means; resolves with when to try again. Null stops the loop. */
  failed(error: unknown, failuresInARow: number): number | null;
}

/**
 * Runs `work` once at a time. A wake-up during a pass makes it run again after it, so none is lost;
 * any number of them cost one pass.
 */
export class WakeLoop {
  readonly #options: WakeLoopOptions;
  #dirty = false;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failures = 0;
  #stopped = false;

  constructor(options: WakeLoopOptions) {
    this.#options = options;
  }

  wake(): void {
    this.#dirty = true;
    if (this.#running || this.#stopped) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    // Begins after the caller is done, which may be the work itself or somebody who still has something to hand over.
    this.#running = Promise.resolve().then(() => this.#run());
  }

  /** No further pass begins. Resolves when the present one is over, or after `withinMs`. */
  async stop(withinMs = 30_000): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    if (!this.#running) return;
    const limit = new AbortController();
    await Promise.race([this.#running, delay(withinMs, null, { signal: limit.signal, ref: false }).catch(() => {})]);
    limit.abort();
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  async #run(): Promise<void> {
    let again: number | null = null;
    // Nothing is awaited between the last look at `dirty` and giving the loop free.
    while (this.#dirty && !this.#stopped) {
      this.#dirty = false;
      again = await this.#pass();
      if (again === 0) this.#dirty = true;
    }
    this.#running = null;
    if (again !== null && !this.#stopped) this.#timer = setTimeout(() => this.wake(), again);
  }

  async #pass(): Promise<number | null> {
    try {
      const again = await this.#options.work();
      this.#failures = 0;
      return again;
    } catch (error) {
      this.#failures += 1;
      const again = this.#options.failed(error, this.#failures);
      if (again === null) this.#stopped = true;
      return again === null ? null : Math.max(1, Math.ceil(again));
    }
  }
}

/** 100 ms doubled up to 5 s: the pause after the n-th failed pass of a loop whose database is away. */
export const retryPauseMs = (failuresInARow: number): number =>
  Math.min(5_000, 100 * 2 ** Math.min(failuresInARow - 1, 10));
