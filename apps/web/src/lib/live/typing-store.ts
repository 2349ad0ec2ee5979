const shownMs = 12_000;

/** Who is typing right now. A sign of life fades by itself, because "stopped" may get lost. */
export class TypingStore {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #listeners = new Set<() => void>();

  set(ticketId: string, isTyping: boolean): void {
    const timer = this.#timers.get(ticketId);
    clearTimeout(timer);
    if (isTyping)
      this.#timers.set(
        ticketId,
        setTimeout(() => this.set(ticketId, false), shownMs),
      );
    else this.#timers.delete(ticketId);
    if (isTyping !== (timer !== undefined)) for (const listener of this.#listeners) listener();
  }

  isTyping(ticketId: string): boolean {
    return this.#timers.has(ticketId);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
