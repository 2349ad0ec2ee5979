import type { InboundMessage } from '@tiktickets/wbot/contract';
import type { DeliveryState } from '../contracts/index.ts';

export interface Arrival {
  journalId: string | null;
  inbound: InboundMessage;
  /** Serialised provider message, kept for the kinds that we cannot render yet. */
  content: Uint8Array | null;
  /** How far an own message of the past had come. */
  state?: DeliveryState | null;
}
export interface Batch {
  channelId: string;
  messages: readonly Arrival[];
  /** The phone's past, as opposed to what happens now. */
  isHistory?: boolean;
}
