import { canSeeTicket, type LiveItem } from '@tiktickets/core/contracts';
import type { UserContext } from '@tiktickets/core/kernel';
import { Batch, Hello, keyOf } from './batch.ts';

/** What the feed needs of a websocket. */
export interface FeedSocket {
  readonly bufferedAmount: number;
  readonly readyState: number;
  send(data: Buffer, options: { binary: boolean }): void;
  terminate(): void;
}

const limits = { highWaterBytes: 262_144, lowWaterBytes: 65_536, queuedItems: 500, pollMs: 100, patienceMs: 30_000 };
export type ViewerLimits = typeof limits;

/** One subscription. Over a websocket its frames are written straight to the socket; over SSE they are pulled. */
export class Viewer {
  readonly user: UserContext;
  readonly #socket: FeedSocket | null;
  readonly #limits: ViewerLimits;
  #requestId: number | string | null = null;
  /** The newest version of each item that could not go out yet; null once it grew too long to be worth sending. */
  #held: Map<string, LiveItem> | null = new Map();
  #heldCursor = '';
  #timer: NodeJS.Timeout | null = null;
  #congestedSince = 0;
  #wake: (() => void) | null = null;
  ended = false;

  constructor({
    user,
    socket,
    limits: own,
  }: { user: UserContext; socket: FeedSocket | null; limits?: Partial<ViewerLimits> }) {
    this.user = user;
    this.#socket = socket;
    this.#limits = { ...limits, ...own };
  }

  may(item: LiveItem, tickets: ReadonlyMap<string, LiveItem & { type: 'ticket' }>): boolean {
    const { viewer, permissions } = this.user.actor;
    switch (item.type) {
      case 'ticket':
        return canSeeTicket(viewer, item.ticket);
      case 'message': {
        const ticket = tickets.get(item.message.ticketId);
        return ticket !== undefined && canSeeTicket(viewer, ticket.ticket);
      }
      case 'message-gone': {
        const ticket = tickets.get(item.ticketId);
        return ticket !== undefined && canSeeTicket(viewer, ticket.ticket);
      }
      case 'channel':
        return permissions.includes('channel:manage');
      // An id without anything: it does no harm to those who never had it.
      case 'ticket-gone':
        return true;
    }
  }

  /** The greeting, and with it the right to write to the socket ourselves once it is on the wire. */
  hello(batch: { kind: 'hello' | 'resync'; items: LiveItem[]; cursor: string }): Hello {
    return new Hello(batch, (requestId) => {
      this.#requestId = this.#socket ? requestId : null;
      this.#drain();
    });
  }

  push(batch: Batch): void {
    if (this.ended) return;
    const idle = this.#held !== null && this.#held.size === 0;
    if (this.#socket && this.#requestId !== null && idle && this.#free(this.#limits.highWaterBytes)) {
      this.#socket.send(batch.frame(this.#requestId), { binary: false });
      return;
    }
    this.#hold(batch);
    this.#drain();
  }

  #hold(batch: Batch): void {
    this.#heldCursor = batch.cursor;
    if (batch.kind === 'resync') this.#held = null;
    if (!this.#held) return;
    for (const item of batch.items) {
      const key = keyOf(item);
      // Taken out and put back, so that the newest version stands where it belongs.
      this.#held.delete(key);
      this.#held.set(key, item);
    }
    if (this.#held.size > this.#limits.queuedItems) this.#held = null;
  }

  #free(belowBytes: number): boolean {
    return this.#socket !== null && this.#socket.readyState === 1 && this.#socket.bufferedAmount < belowBytes;
  }

  #takeHeld(): Batch | null {
    if (this.#held === null) {
      this.#held = new Map();
      return new Batch({ kind: 'resync', items: [], cursor: this.#heldCursor });
    }
    if (this.#held.size === 0) return null;
    const batch = new Batch({ kind: 'items', items: [...this.#held.values()], cursor: this.#heldCursor });
    this.#held = new Map();
    return batch;
  }

  #drain(): void {
    if (this.ended) return;
    if (!this.#socket) {
      this.#wake?.();
      return;
    }
    if (this.#requestId === null) return;
    if (this.#free(this.#limits.lowWaterBytes)) {
      this.#congestedSince = 0;
      const batch = this.#takeHeld();
      if (batch) this.#socket.send(batch.frame(this.#requestId), { binary: false });
      return;
    }
    const now = performance.now();
    this.#congestedSince ||= now;
    // Not `close()`: its frame would wait behind the very bytes that nobody reads.
    if (now - this.#congestedSince > this.#limits.patienceMs) {
      this.#socket.terminate();
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#drain();
    }, this.#limits.pollMs);
  }

  /** Frames for a transport that pulls: SSE. Ends with `signal`; a websocket only waits here for its end. */
  async *pull(signal: AbortSignal): AsyncGenerator<Batch> {
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    while (!signal.aborted && !this.ended) {
      const batch = this.#socket ? null : this.#takeHeld();
      if (batch) {
        yield batch;
        continue;
      }
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      await Promise.race([aborted, woken]);
    }
  }

  end(): void {
    this.ended = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#held = new Map();
    this.#wake?.();
  }
}
