import type { InboundMessage } from '@tiktickets/wbot/contract';

export interface Arrival {
  journalId: string | null;
  inbound: InboundMessage;
  /** Serialised provider message, kept for the kinds that we cannot render yet. */
  content: Uint8Array | null;
}
export interface Batch {
  channelId: string;
  messages: readonly Arrival[];
}
