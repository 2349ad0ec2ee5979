import { closeCodes, type Ephemeral, type LiveBatch } from '@tiktickets/core/contracts';
import { hasCode } from '../trpc/errors.ts';
import type { FeedStatusStore } from './feed-status.ts';

const resubscribeMs = 1_000;

interface Handlers<T> {
  onData(data: T): void;
  onError(error: unknown): void;
  onComplete(): void;
}
interface Subscription {
  unsubscribe(): void;
}
export interface Frame {
  id: string;
  data: LiveBatch;
}
export interface FeedOptions {
  status: FeedStatusStore;
  subscribeFeed(cursor: string | null, handlers: Handlers<Frame>): Subscription;
  subscribeEphemeral(handlers: Handlers<Ephemeral>): Subscription;
  apply(batch: LiveBatch): void;
  resync(): Promise<void>;
  typing(event: Ephemeral): void;
  closeConnection(): void;
  signedOut(): void;
}

/**
 * The tab's one live feed. It outlives components: mounting twice, navigating or reloading a module never makes a second
 * subscription, and the cursor is kept here so that every new one continues where the last one stopped.
 */
export class Feed {
  #cursor: string | null = null;
  #users = 0;
  #subscriptions: Subscription[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isScopeStale = false;

  readonly #options: FeedOptions;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  acquire(): () => void {
    this.#users += 1;
    if (this.#users === 1) this.#start();
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      // Left to the next tick, so that a remount in the same breath keeps the subscription.
      setTimeout(() => {
        this.#users -= 1;
        if (this.#users === 0) this.#stop();
      }, 0);
    };
  }

  restart(): void {
    if (this.#users === 0) return;
    this.#stop();
    this.#start();
  }

  socketClosed(code: number | null): void {
    if (code === closeCodes.signedOut || code === closeCodes.disabled) {
      this.#signOut();
      return;
    }
    if (code === closeCodes.scopeChanged) this.#isScopeStale = true;
    this.#options.status.lost(typeof navigator !== 'undefined' && navigator.onLine === false);
  }

  #start(): void {
    if (this.#subscriptions.length > 0) return;
    const again = (error: unknown) => {
      if (hasCode(error, 'unauthenticated')) this.#signOut();
      else this.#restartSoon();
    };
    this.#subscriptions = [
      this.#options.subscribeFeed(this.#cursor, {
        onData: (frame) => void this.#receive(frame),
        onError: again,
        onComplete: () => this.#restartSoon(),
      }),
      this.#options.subscribeEphemeral({
        onData: (event) => this.#options.typing(event),
        onError: () => {},
        onComplete: () => {},
      }),
    ];
  }

  async #receive({ id, data }: Frame): Promise<void> {
    // Without a cursor the feed begins now; what was fetched a moment earlier may lack what happened in between.
    const isFirst = this.#cursor === null;
    this.#cursor = id;
    this.#options.apply(data);
    if (data.kind === 'items') return;
    if (data.kind === 'resync' || isFirst || this.#isScopeStale) {
      this.#isScopeStale = false;
      this.#options.status.connected();
      await this.#options.resync();
    }
    if (this.#subscriptions.length > 0) this.#options.status.caughtUp();
  }

  #restartSoon(): void {
    this.#stop();
    if (this.#users === 0) return;
    this.#options.status.lost(false);
    this.#retry = setTimeout(() => this.#start(), resubscribeMs * (0.5 + Math.random()));
  }

  #stop(): void {
    clearTimeout(this.#retry);
    for (const subscription of this.#subscriptions.splice(0)) subscription.unsubscribe();
  }

  #signOut(): void {
    this.#stop();
    this.#options.status.signedOut();
    this.#options.closeConnection();
    this.#options.signedOut();
  }
}
