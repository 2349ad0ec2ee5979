import { z } from 'zod';
import type { ChannelView } from './channels.ts';
import { cursorSchema } from './ids.ts';
import type { MessageView } from './messages.ts';
import type { TicketView } from './tickets.ts';

export const liveInput = z.object({ cursor: cursorSchema.nullish() });

/** One changed entity as this viewer may see it. `ticket-gone`: it left the viewer's sight, or went into another ticket. */
export type LiveItem =
  | { type: 'ticket'; ticket: TicketView }
  | { type: 'ticket-gone'; ticketId: string; mergedInto?: string }
  | { type: 'message'; message: MessageView }
  /** It was discarded. */
  | { type: 'message-gone'; ticketId: string; messageId: string }
  | { type: 'channel'; channel: ChannelView };

/**
 * One frame of the feed. `hello` is the first of every connection; `resync` says: what you hold may be stale, fetch again.
 */
export interface LiveBatch {
  kind: 'hello' | 'items' | 'resync';
  items: LiveItem[];
}

/** Not logged, not resumed: who is typing right now. */
export type Ephemeral = { type: 'contact-typing'; ticketId: string; active: boolean };

/** Close codes of the feed's websocket. */
export const closeCodes = { restart: 1012, signedOut: 4401, disabled: 4403, scopeChanged: 4409 } as const;
