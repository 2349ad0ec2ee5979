import type { Readable } from 'node:stream';
import type { MediaKind } from './media.ts';

/** A file to send. `open` is called for every attempt and must give the whole file from its first byte. */
export interface OutboundMedia {
  kind: MediaKind;
  open(): Promise<Readable>;
  /** Checked: a stream of another length fails the send with `media_changed`. */
  sizeBytes: number;
  mimetype: string;
  fileName: string | null;
  caption: string | null;
  seconds: number | null;
  /** At most 64 bytes of 0–100, base64; of a voice note. */
  waveform: string | null;
  width?: number | null;
  height?: number | null;
  /** Small JPEG, base64. */
  thumbnail?: string | null;
}

/** The message that a reaction, an edit or a deletion is about. */
export interface OutboundTarget {
  remoteId: string;
  fromMe: boolean;
  /** Author in a group, as a JID; else null. */
  participant: string | null;
}

export type OutboundContent =
  /** `mentions` are JIDs. */
  | { kind: 'text'; text: string; mentions?: readonly string[] }
  | OutboundMedia
  /** An empty emoji takes the reaction back. */
  | { kind: 'reaction'; target: OutboundTarget; emoji: string }
  | { kind: 'edit'; target: OutboundTarget; text: string }
  | { kind: 'delete'; target: OutboundTarget }
  /** `selectableCount` 0 lets people choose any number. */
  | { kind: 'poll'; question: string; options: readonly string[]; selectableCount: number }
  | { kind: 'location'; latitude: number; longitude: number; name: string | null; address: string | null }
  | { kind: 'contacts'; contacts: readonly { name: string; phones: readonly string[] }[] };

/** The message that a reply answers. Its content is asked from `MessageLookup.message`; `preview` stands in for it. */
export interface OutboundQuote extends OutboundTarget {
  preview: string | null;
}

export interface OutboundMessage {
  /** Reserved beforehand and reused on every retry. */
  id: string;
  /** JID. */
  to: string;
  content: OutboundContent;
  quoted?: OutboundQuote | null;
  /** Marked as passed on from another chat. */
  isForwarded?: boolean;
  /** Ends an upload; the send then fails with `cancelled`. */
  signal?: AbortSignal;
  /** Bytes of the file uploaded so far; comes several times a second at most. */
  progress?(sentBytes: number): void;
}

/** Who answers to a phone number. */
export interface Recipient {
  /** JID to write to. The provider may know the number under another spelling than the one asked for. */
  jid: string;
  /** Bare LID user, when the provider tells. */
  lid: string | null;
}
