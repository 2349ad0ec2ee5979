import type { Logger } from '@tiktickets/core/kernel';

/** Long-lived parts register how they end; they end in the reverse order of their start, each whatever became of the others. */
export class ShutdownRegistry {
  readonly #logger: Logger;
  readonly #parts: { name: string; stop: () => Promise<void> }[] = [];
  #ending: Promise<void> | null = null;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  add(name: string, stop: () => Promise<void>): void {
    this.#parts.push({ name, stop });
  }

  run(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    for (const { name, stop } of this.#parts.toReversed()) {
      const startedAt = performance.now();
      try {
        await stop();
        this.#logger.info({ part: name, ms: Math.round(performance.now() - startedAt) }, 'stopped');
      } catch (error) {
        this.#logger.error({ part: name, err: error }, 'did not stop cleanly');
      }
    }
  }
}
