export type FeedStatus =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'catching-up' }
  | { kind: 'offline'; sinceMs: number }
  | { kind: 'signed-out' };

const graceMs = 1_500;

/** What the header says about the feed. A reconnect that succeeds within moments is not announced as an outage. */
export class FeedStatusStore {
  #status: FeedStatus = { kind: 'connecting' };
  #grace: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  readonly get = (): FeedStatus => this.#status;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  connected(): void {
    this.#set({ kind: 'catching-up' });
  }

  caughtUp(): void {
    this.#set({ kind: 'live' });
  }

  lost(isKnownOffline: boolean): void {
    if (this.#status.kind === 'offline' || this.#status.kind === 'signed-out') return;
    const sinceMs = Date.now();
    if (isKnownOffline) {
      this.#set({ kind: 'offline', sinceMs });
      return;
    }
    if (this.#grace) return;
    this.#set({ kind: 'catching-up' });
    this.#grace = setTimeout(() => this.#set({ kind: 'offline', sinceMs }), graceMs);
  }

  signedOut(): void {
    this.#set({ kind: 'signed-out' });
  }

  #set(status: FeedStatus): void {
    clearTimeout(this.#grace);
    this.#grace = undefined;
    if (status.kind === this.#status.kind) return;
    this.#status = status;
    for (const listener of this.#listeners) listener();
  }
}
