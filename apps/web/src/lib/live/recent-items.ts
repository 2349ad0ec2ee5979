import type { LiveItem } from '@tiktickets/core/contracts';

const keptMs = 30_000;
const keptItems = 500;

/**
 * What the feed said in the last half minute, newest version per entity. A fetch that left before an event answers
 * without it; whatever is remembered here is put on top of every answer.
 */
export class RecentItems {
  readonly #items = new Map<string, { atMs: number; item: LiveItem }>();

  readonly #clock: () => number;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** False when something newer about the same entity is already known. */
  remember(item: LiveItem): boolean {
    const key = keyOf(item);
    const held = this.#items.get(key)?.item;
    if (held && isOlder(item, held)) return false;
    this.#items.delete(key);
    this.#items.set(key, { atMs: this.#clock(), item });
    this.#trim();
    return true;
  }

  all(): LiveItem[] {
    this.#trim();
    return [...this.#items.values()].map(({ item }) => item);
  }

  clear(): void {
    this.#items.clear();
  }

  #trim(): void {
    const oldestMs = this.#clock() - keptMs;
    for (const [key, { atMs }] of this.#items) {
      if (atMs >= oldestMs && this.#items.size <= keptItems) return;
      this.#items.delete(key);
    }
  }
}

function keyOf(item: LiveItem): string {
  switch (item.type) {
    case 'ticket':
      return `ticket:${item.ticket.id}`;
    case 'ticket-gone':
      return `ticket:${item.ticketId}`;
    case 'message':
      return `message:${item.message.id}`;
    case 'message-gone':
      return `message:${item.messageId}`;
    case 'channel':
      return `channel:${item.channel.id}`;
  }
}

function isOlder(item: LiveItem, held: LiveItem): boolean {
  const rev = revOf(item);
  const heldRev = revOf(held);
  return rev !== null && heldRev !== null && rev < heldRev;
}

function revOf(item: LiveItem): number | null {
  switch (item.type) {
    case 'ticket':
      return item.ticket.rev;
    case 'message':
      return item.message.rev;
    case 'channel':
      return item.channel.rev;
    case 'ticket-gone':
    case 'message-gone':
      return null;
  }
}
