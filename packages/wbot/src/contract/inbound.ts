import type { MediaReference } from './media.ts';

/** What a person sees. A `poll` with a target is a vote; an animated GIF is a `video`; notices and albums are `system`. */
export type InboundKind =
  | 'text'
  | 'image'
  | 'video'
  | 'audio'
  | 'voice'
  | 'document'
  | 'sticker'
  | 'contact'
  | 'location'
  | 'poll'
  | 'reaction'
  | 'edit'
  | 'delete'
  | 'call'
  | 'system'
  | 'undecryptable'
  | 'unsupported';

/** Phone (E.164 digits) and bare LID user of a person; either may be unknown. */
export interface PersonReference {
  phone: string | null;
  lid: string | null;
}

/** The message that a reply answers, as the replier's app described it. We may never have seen it. */
export interface QuotedMessage {
  remoteId: string;
  /** Who wrote it. */
  participant: PersonReference | null;
  kind: InboundKind;
  /** First line of what it said, clamped. */
  preview: string | null;
}

/** A choice offered by a business message. */
export interface Choice {
  id: string | null;
  text: string;
  /** Address that the choice opens; show it as text only. */
  url: string | null;
}

export type GroupNoticeType =
  | 'create'
  | 'add'
  | 'remove'
  | 'leave'
  | 'promote'
  | 'demote'
  | 'subject'
  | 'description'
  | 'settings'
  | 'other';

/** What a kind has beyond its text, as plain JSON with clamped values. */
export type MessageDetails =
  | {
      kind: 'location';
      latitude: number;
      longitude: number;
      name: string | null;
      address: string | null;
      isLive: boolean;
      /** From the second word of a live location on: it moves the one that the person shares. */
      isMove?: boolean;
    }
  | { kind: 'contacts'; contacts: { name: string; phones: string[] }[] }
  | { kind: 'poll'; question: string; options: string[]; selectableCount: number }
  /** `options: null`: encrypted with the poll's secret; see {@link ChannelDriver.pollVote}. An empty list withdraws the vote. */
  | { kind: 'poll-vote'; options: string[] | null }
  /** An empty emoji takes the reaction back. */
  | { kind: 'reaction'; emoji: string }
  | { kind: 'edit'; body: string }
  | { kind: 'delete' }
  | { kind: 'choices'; title: string | null; footer: string | null; choices: Choice[] }
  | { kind: 'choice-made'; id: string | null; text: string }
  | {
      kind: 'group-notice';
      notice: GroupNoticeType;
      people: PersonReference[];
      /** New subject or description. */
      text: string | null;
    }
  /** The provider shows it on the phone only, or once. */
  | { kind: 'view-once' }
  | { kind: 'album'; images: number; videos: number }
  | { kind: 'link'; url: string; title: string | null; description: string | null }
  | {
      kind: 'call';
      callId: string;
      isVideo: boolean;
      outcome: 'offered' | 'missed' | 'accepted' | 'rejected' | 'ended';
    };

/** A provider message in our words. Fields with "?" are always set by the WhatsApp driver. */
export interface InboundMessage {
  remoteChat: string;
  remoteId: string;
  /** True when it was written on the paired phone (or another linked device). */
  fromMe: boolean;
  isGroup: boolean;
  /** The other person of a direct chat; in a group, the author. At least one of the two is set. */
  person: PersonReference & { pushName: string | null; username?: string | null };
  /** In a group, the author's JID as the provider uses it there: replies and read receipts name it. */
  participant?: string | null;
  kind: InboundKind;
  /** Provider's own name of an unsupported kind, e.g. `pollCreationMessageV3`. */
  rawKind: string | null;
  body: string | null;
  /** Id of the message that a reaction, an edit, a deletion, a vote or the end of a call is about; absent or null for all others. */
  targetRemoteId?: string | null;
  /** Provider's time, unix milliseconds, unchecked: it may be in 2009 or in the future. */
  sentAtMs: number;
  quoted?: QuotedMessage | null;
  media?: MediaReference | null;
  details?: MessageDetails | null;
  isForwarded?: boolean;
  isViewOnce?: boolean;
  /** Sent in a chat whose messages disappear. */
  isEphemeral?: boolean;
  mentions?: PersonReference[];
  /** Id of the album that this picture or film belongs to. */
  albumRemoteId?: string | null;
  /** Group's name as far as this message tells it; see `SessionSink.group`. */
  groupSubject?: string | null;
}
