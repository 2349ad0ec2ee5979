import type { LiveBatch, LiveItem } from '@tiktickets/core/contracts';

/**
 * One frame's worth of the feed, shared by every viewer who may see exactly these items.
 * The websocket text differs between viewers only in the request id, so it is built once per id.
 */
export class Batch implements LiveBatch {
  readonly kind: LiveBatch['kind'];
  readonly items: LiveItem[];
  readonly cursor: string;
  #text: string | null = null;
  readonly #frames = new Map<number | string, Buffer>();

  constructor({ kind, items, cursor }: { kind: LiveBatch['kind']; items: LiveItem[]; cursor: string }) {
    this.kind = kind;
    this.items = items;
    this.cursor = cursor;
  }

  /** The same message that the websocket adapter would send for this request. */
  frame(requestId: number | string): Buffer {
    const known = this.#frames.get(requestId);
    if (known) return known;
    const cursor = JSON.stringify(this.cursor);
    this.#text ??= `"result":{"type":"data","id":${cursor},"data":{"id":${cursor},"data":${JSON.stringify(this)}}}}`;
    const frame = Buffer.from(`{"id":${JSON.stringify(requestId)},${this.#text}`);
    this.#frames.set(requestId, frame);
    return frame;
  }

  toJSON(): LiveBatch {
    return { kind: this.kind, items: this.items };
  }
}

/** The first frame of a subscription. The adapter's encoder tells it under which request id its viewer listens. */
export class Hello extends Batch {
  readonly onEncoded: (requestId: number | string) => void;
  constructor(batch: { kind: 'hello' | 'resync'; items: LiveItem[]; cursor: string }, onEncoded: Hello['onEncoded']) {
    super(batch);
    this.onEncoded = onEncoded;
  }
}

/** What the newest version of an item replaces in a queue. */
export function keyOf(item: LiveItem): string {
  switch (item.type) {
    case 'ticket':
      return `t${item.ticket.id}`;
    case 'ticket-gone':
      return `t${item.ticketId}`;
    case 'message':
      return `m${item.message.id}`;
    case 'message-gone':
      return `m${item.messageId}`;
    case 'channel':
      return `c${item.channel.id}`;
  }
}
