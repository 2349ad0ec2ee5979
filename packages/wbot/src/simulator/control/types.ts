/** Shapes of the simulator's control API. No imports: a browser page may use them. */

export type PhoneRole = 'customer' | 'company';
/** Whether a phone opens what it gets by itself (`auto`, after the configured delay) or when told to. */
export type ReadsMode = 'auto' | 'manual';
/** Kinds with a file. */
export type FileKind = 'image' | 'video' | 'gif' | 'audio' | 'voice' | 'document' | 'sticker';
/** What a phone shows. */
export type MessageKind = 'text' | FileKind | 'location' | 'contact' | 'poll' | 'call' | 'other';
/**
 * What a phone can be told to write. `unknown` is a kind that no client of today knows; linked devices get only a
 * placeholder of a `view-once-unavailable`.
 */
export type WritableKind =
  | 'text'
  | FileKind
  | 'view-once'
  | 'view-once-unavailable'
  | 'location'
  | 'live-location'
  | 'link'
  | 'contact'
  | 'poll'
  | 'vote'
  | 'reaction'
  | 'edit'
  | 'delete'
  | 'buttons'
  | 'list'
  | 'template'
  | 'album'
  | 'call'
  | 'unknown';
export type ChatMessageState = 'sent' | 'delivered' | 'read';
/** How the sender of a message is shown to the recipient; `lid-only` hides the phone number. */
export type Addressing = 'pn' | 'lid' | 'lid-only';

export interface ChatSummary {
  /** Phone of the other side. */
  peer: string;
  peerName: string;
  unread: number;
  lastAtMs: number;
}

export interface PhoneView {
  /** E.164 digits without "+". */
  phone: string;
  lid: string;
  name: string;
  role: PhoneRole;
  reads: ReadsMode;
  /** Phones of those who are typing to this one. */
  typingFrom: string[];
  /** Linked devices, not counting the phone. */
  devices: number;
  chats: ChatSummary[];
}

/** A simulated companion of a phone, and what it has. */
export interface DeviceView {
  id: number;
  /** `chat` is a phone or a group; `count` is how often it arrived readable. */
  messages: { id: string; chat: string; text: string; count: number }[];
}

export interface ChatMessageView {
  id: string;
  fromMe: boolean;
  text: string;
  kind: MessageKind;
  atMs: number;
  state: ChatMessageState;
  /** Times it arrived again after the first. */
  duplicate: number;
  /** Phone of the author; in a group it may be anybody. */
  author: string;
  file: FileView | null;
  quotes: { id: string; text: string } | null;
  reactions: { from: string; emoji: string }[];
  poll: { question: string; options: string[]; votes: { from: string; options: string[] }[] } | null;
  isEdited: boolean;
  isDeleted: boolean;
  isForwarded: boolean;
}

/** A file as a phone has it. Its bytes are at `/control/phones/<phone>/chats/<peer>/messages/<id>/file`. */
export interface FileView {
  kind: FileKind;
  mimetype: string;
  fileName: string | null;
  seconds: number | null;
  sizeBytes: number;
  /** Base64 of the plaintext's hash. */
  sha256: string;
  /** Whether the phone could fetch and decrypt it. */
  state: 'fetching' | 'ok' | 'broken';
}

export interface ChatView {
  messages: ChatMessageView[];
  peerTyping: boolean;
}

export interface NewPhone {
  name: string;
  phone?: string | undefined;
}

/** A file to write. Without `base64` a small one of the kind is made up. */
export interface NewFile {
  base64?: string | undefined;
  /** Stretches the file to this size. */
  sizeBytes?: number | undefined;
  mimetype?: string | undefined;
  fileName?: string | undefined;
  seconds?: number | undefined;
  /** Overrides what the message says about the file, to deceive the client. */
  claims?: { sha256?: string | undefined; directPath?: string | undefined; sizeBytes?: number | undefined } | undefined;
}

export interface NewMessage {
  /** Phone, LID with "@lid", or group with "@g.us". */
  to: string;
  /** Text, caption, question or name, as the kind has it. Default empty. */
  text?: string | undefined;
  id?: string | undefined;
  /** Provider time in unix milliseconds; any year. Default: now. */
  atMs?: number | undefined;
  addressing?: Addressing | undefined;
  /** Default `text`. */
  kind?: WritableKind | undefined;
  file?: NewFile | undefined;
  /** Message that this one answers. */
  quotes?: string | undefined;
  /** Message that a reaction, an edit, a deletion or a vote is about. */
  target?: string | undefined;
  /** Empty takes a reaction back. */
  emoji?: string | undefined;
  isForwarded?: boolean | undefined;
  isEphemeral?: boolean | undefined;
  /** Phones named in the text. */
  mentions?: string[] | undefined;
  latitude?: number | undefined;
  longitude?: number | undefined;
  contacts?: { name: string; phones: string[] }[] | undefined;
  /** Of a poll, or chosen in a vote, or offered by buttons and lists. */
  options?: string[] | undefined;
  selectableCount?: number | undefined;
  isVideo?: boolean | undefined;
  /** Which simulated device of the phone writes it. Default: the phone itself. Not in groups. */
  device?: number | undefined;
  /** How many times the same ciphertext is delivered. Default 1. */
  copies?: number | undefined;
  /** Album that a picture belongs to. */
  album?: string | undefined;
  /** Which word of a live location it is; from 2 on it moves the one before. */
  sequence?: number | undefined;
  /** Damages every delivery: only the phone of the one who got it can still say what it was. */
  isLost?: boolean | undefined;
  /** Damages the first delivery, so that the client has to ask again. */
  undecryptable?: boolean | undefined;
}

export interface NewGroup {
  subject: string;
  /** Phone of who makes it. */
  owner: string;
  /** Phones of the others. */
  members: string[];
  /** How members are named on the wire. Default `lid`. */
  addressing?: 'pn' | 'lid' | undefined;
  /** `<digits>@g.us`. Default: a new one. */
  id?: string | undefined;
}

export interface GroupView {
  /** `<digits>@g.us`. */
  id: string;
  subject: string;
  description: string | null;
  isAnnouncement: boolean;
  members: { phone: string; name: string; role: 'member' | 'admin' | 'superadmin' }[];
}

/** `by` is the phone that does it; who removes only itself leaves. */
export type NewGroupChange =
  | { kind: 'add' | 'remove' | 'promote' | 'demote'; by: string; phones: string[] }
  | { kind: 'subject' | 'description'; by: string; text: string }
  | { kind: 'announcement' | 'not_announcement' | 'locked' | 'unlocked'; by: string };

/** How a call ends for the one who was called. */
export interface NewCallEnd {
  to: string;
  end: 'timeout' | 'hang-up' | 'accepted' | 'rejected';
}

export interface Ledger {
  /** Everything the phone received, in order of first arrival; `count` 1 means exactly once. */
  messages: { seq: number; id: string; from: string; text: string; count: number }[];
  /** Every confirmation of what it wrote, in order. */
  receipts: {
    seq: number;
    id: string;
    from: string;
    /** 0 is the phone itself. */
    device: number;
    state: 'delivered' | 'read' | 'played' | 'retry' | 'nack';
    atMs: number;
  }[];
}

/** `phone` is the account it happens to; without `device`, all its linked devices. `count` is how often, default 1. */
export type Fault =
  /** The media host answers with this status. */
  | { kind: 'media-status'; status: number; count?: number | undefined }
  /** The file of a message is no longer on the media host; `gone` is true when the phones lost it too. */
  | { kind: 'expire-file'; phone: string; id: string; status?: 403 | 404 | 410 | undefined; gone?: boolean | undefined }
  /** Devices get this many malformed stanzas at once, the same ones for the same seed. */
  | { kind: 'malformed'; phone: string; seed: number; amount: number }
  /** One byte of a message's file is changed on the media host. */
  | { kind: 'damage-file'; phone: string; id: string }
  | { kind: 'lost-ack'; phone: string; count?: number | undefined }
  | { kind: 'nack'; phone: string; code: string; count?: number | undefined }
  | { kind: 'silent-iq'; phone: string; xmlns: string; count?: number | undefined }
  /** A question is answered by an error. */
  | { kind: 'iq-error'; phone: string; xmlns: string; code: number; count?: number | undefined }
  /** The servers' clock is ahead of this computer's by this much; below 0 it is behind, 0 sets it right. */
  | { kind: 'clock'; skewMs: number }
  /** Answers to questions (`xmlns`: of one kind only), acks of messages, or messages for its devices take so long; messages and acks keep their order. */
  | {
      kind: 'slow';
      phone: string;
      what: 'iq' | 'ack' | 'message';
      xmlns?: string | undefined;
      minMs: number;
      maxMs: number;
      count?: number | undefined;
    }
  /** The account may not write to new people until then (0: may again): its devices are told, and first messages are refused with 463. */
  | { kind: 'timelock'; phone: string; untilMs: number }
  | { kind: 'login-failure'; phone: string; reason: number; count?: number | undefined }
  | { kind: 'upgrade-status'; status: number; count?: number | undefined }
  /** The phone, or one of its simulated devices, forgets its Signal sessions and has to ask for the next message again. */
  | { kind: 'forget-sessions'; phone: string; device?: number | undefined }
  /** Clients older than this (primary, secondary, tertiary) are refused with 405 until another minimum is set; null takes all. */
  | { kind: 'client-version'; minimum: [number, number, number] | null }
  | {
      kind: 'drop' | 'freeze' | 'garbage' | 'replaced' | 'removed' | 'restart';
      phone: string;
      device?: number | undefined;
    }
  /** Next time a backlog is delivered, this many of its messages are announced and lost. */
  | { kind: 'lose-backlog'; phone: string; count?: number | undefined }
  | { kind: 'stream-error'; phone: string; code: number; device?: number | undefined };

/**
 * One thing of a script, so long after its start: a fault, or any other request that changes something, such as
 * `POST /control/phones/5511988880001/messages`.
 */
export type ScriptLine = { atMs: number; fault: Fault } | { atMs: number; action: string; body?: unknown };

export interface ScriptState {
  total: number;
  done: number;
  isRunning: boolean;
  /** Lines that were refused when their time came; `line` counts from 0. The others were done all the same. */
  failures: { line: number; field: string; message: string }[];
}

/** What was done to the network; not complete when it was too much to keep. */
export interface Recording {
  script: ScriptLine[];
  isComplete: boolean;
}
