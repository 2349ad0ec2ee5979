import type { InboundMessage, PersonReference } from './inbound.ts';
import type { ReceiptState } from './receipt.ts';

/**
 * One part of the phone's past, announced by the phone. It is small: it says where the part is, and holds the key to it.
 * Hand `content` to {@link ChannelSession.readHistory}, any number of times.
 */
export interface HistoryPart {
  remoteId: string;
  content: Uint8Array;
  /** How much of everything has been handed over with this part; null when it is no part of the first hand-over. */
  percent: number | null;
  /** It answers `fetchHistory`. */
  isRequested: boolean;
}

export interface HistoryMessage {
  inbound: InboundMessage;
  /** Serialised provider message. */
  content: Uint8Array;
  /** How far an own message had come; null for others. */
  state: ReceiptState | null;
}

/** Where a name comes from, weakest first: the person's own profile, a verified business, the phone's address book. */
export type NameSource = 'profile' | 'business' | 'phonebook';
export interface NamedPerson extends PersonReference {
  name: string;
  source: NameSource;
}

/** Some of a part. Messages of one chat come in the order in which they were written. */
export interface HistoryBatch {
  messages: HistoryMessage[];
  people: NamedPerson[];
}

/** A message that the phone has, to ask for what stands before it. */
export interface HistoryPoint {
  remoteChat: string;
  remoteId: string;
  fromMe: boolean;
  sentAtMs: number;
}

export interface HistoryLimits {
  /** Older messages are left out. */
  sinceMs: number;
  /** The newest of each chat of a part; 0 for names only. */
  messagesPerChat: number;
}
