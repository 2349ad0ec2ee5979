/** Shapes of the simulator's control API. No imports: a browser page may use them. */

export type PhoneRole = 'customer' | 'company';
/** Whether a phone opens what it gets by itself (`auto`, after the configured delay) or when told to. */
export type ReadsMode = 'auto' | 'manual';
export type MessageKind = 'text' | 'image' | 'other';
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

export interface ChatMessageView {
  id: string;
  fromMe: boolean;
  text: string;
  kind: MessageKind;
  atMs: number;
  state: ChatMessageState;
  /** Times it arrived again after the first. */
  duplicate: number;
}

export interface ChatView {
  messages: ChatMessageView[];
  peerTyping: boolean;
}

export interface NewPhone {
  name: string;
  phone?: string | undefined;
}

export interface NewMessage {
  /** Phone, or LID with "@lid". */
  to: string;
  text: string;
  id?: string | undefined;
  /** Provider time in unix milliseconds; any year. Default: now. */
  atMs?: number | undefined;
  addressing?: Addressing | undefined;
  kind?: 'text' | 'image' | undefined;
  /** How many times the same ciphertext is delivered. Default 1. */
  copies?: number | undefined;
  /** Damages the first delivery, so that the client has to ask again. */
  undecryptable?: boolean | undefined;
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
  | { kind: 'lost-ack'; phone: string; count?: number | undefined }
  | { kind: 'nack'; phone: string; code: string; count?: number | undefined }
  | { kind: 'silent-iq'; phone: string; xmlns: string; count?: number | undefined }
  | { kind: 'login-failure'; phone: string; reason: number; count?: number | undefined }
  | { kind: 'upgrade-status'; status: number; count?: number | undefined }
  /** The phone forgets its Signal sessions and has to ask for the next message again. */
  | { kind: 'forget-sessions'; phone: string }
  | {
      kind: 'drop' | 'freeze' | 'garbage' | 'replaced' | 'removed' | 'restart';
      phone: string;
      device?: number | undefined;
    }
  | { kind: 'stream-error'; phone: string; code: number; device?: number | undefined };
