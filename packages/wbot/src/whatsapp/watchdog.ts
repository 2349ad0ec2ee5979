/** A deadline that can be pushed back. Barks once per arming. */
export class Watchdog {
  readonly #bark: () => void;
  #timer: NodeJS.Timeout | null = null;

  constructor(bark: () => void) {
    this.#bark = bark;
  }

  /** Starts the deadline anew. */
  arm(ms: number): void {
    this.disarm();
    this.#timer = setTimeout(this.#bark, ms);
    this.#timer.unref();
  }

  /** Pushes a running deadline back without a new timer. */
  feed(): void {
    this.#timer?.refresh();
  }

  disarm(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
