import type { KeyPair } from 'baileys';
import type { ChatMessageState, FileKind, MessageKind, PhoneRole, ReadsMode } from '../control/types.ts';

/** A public pre-key as a companion uploaded it. */
export interface PublicPreKey {
  id: number;
  value: Uint8Array;
}

export interface PublicSignedPreKey extends PublicPreKey {
  signature: Uint8Array;
}

/** What anybody needs to open a Signal session with one device. */
export interface KeyBundle {
  registrationId: number;
  identity: Uint8Array;
  signedPreKey: PublicSignedPreKey;
  preKey: PublicPreKey | null;
}

/** A stanza that stays until the device confirms it. */
export interface QueuedStanza {
  /** Stanza class (`message`, `receipt`, `notification`) and id. */
  kind: string;
  id: string;
  /** Encoded stanza. */
  wire: Uint8Array;
}

/** A linked device (Baileys, WhatsApp Web …) of an account. */
export interface Companion {
  id: number;
  noisePublic: Uint8Array;
  identity: Uint8Array;
  registrationId: number;
  signedPreKey: PublicSignedPreKey;
  preKeys: PublicPreKey[];
  /** First-login history was already handed over. */
  synced: boolean;
  queue: QueuedStanza[];
}

/** Key material of the phone itself (device 0). */
export interface PhoneKeys {
  identity: KeyPair;
  registrationId: number;
  /** Signed when somebody first asks for it: signing is what would make thousands of phones slow. */
  signedPreKey: { keyId: number; keyPair: KeyPair; signature?: Uint8Array };
  preKeys: Record<string, KeyPair>;
  nextPreKeyId: number;
}

export interface ChatMessage {
  id: string;
  fromMe: boolean;
  text: string;
  kind: MessageKind;
  atMs: number;
  state: ChatMessageState;
  /** How many times it came again after the first. */
  duplicate: number;
  /** Arrival number within the account; order of everything it saw. */
  seq: number;
  /** Encoded message of what this phone wrote, kept to answer resend requests. */
  content?: Uint8Array;
  /** How the sender was shown to the recipient. */
  addressing?: 'pn' | 'lid' | 'lid-only';
  /** Phone of the author when it is neither this phone nor the other side of the chat. */
  author?: string;
  file?: PhoneFile;
  quotes?: { id: string; text: string };
  /** Emoji by phone. */
  reactions?: Record<string, string>;
  poll?: { question: string; options: string[]; votes: Record<string, string[]> };
  isEdited?: boolean;
  isDeleted?: boolean;
  isForwarded?: boolean;
  /** The writer's phone does not send it again. */
  isLost?: boolean;
  /** It could not be read yet: it keeps its place and is shown once it was sent again. */
  isWaiting?: boolean;
}

/** A file on the media host, with what decrypts it. */
export interface PhoneFile {
  kind: FileKind;
  mimetype: string;
  fileName: string | null;
  seconds: number | null;
  sizeBytes: number;
  directPath: string;
  mediaKey: Uint8Array;
  fileSha256: Uint8Array;
  fileEncSha256: Uint8Array;
  state: 'fetching' | 'ok' | 'broken';
  /** The phone lost it and cannot upload it again. */
  isGone?: boolean;
}

/** Something this phone wrote that is no message of its own: kept to answer resend requests. */
export interface SentChange {
  id: string;
  atMs: number;
  content: Uint8Array;
  type: StanzaType;
  addressing: 'pn' | 'lid' | 'lid-only';
}

export type StanzaType = 'text' | 'media' | 'reaction' | 'poll';

export interface Chat {
  unread: number;
  messages: ChatMessage[];
  changes?: SentChange[];
}

/** A confirmation that an account saw for something it wrote. */
export interface LedgerReceipt {
  seq: number;
  id: string;
  /** Phone of the account that confirmed. */
  from: string;
  device: number;
  state: 'delivered' | 'read' | 'played' | 'retry' | 'nack';
  atMs: number;
}

/** What a simulated companion has of a message. */
export interface DeviceMessage {
  id: string;
  /** Phone or group of the chat. */
  chat: string;
  text: string;
  /** Times it arrived readable. */
  count: number;
}

/** A simulated companion of a phone, such as a browser: it has keys and sessions of its own, and answers by itself. */
export interface SimulatedDevice {
  id: number;
  keys: PhoneKeys;
  /** What makes it a device of its account, signed by both. */
  identity: Uint8Array;
  /** Signal sessions, by `<phone>.<device>` of the other side. */
  sessions: Record<string, unknown>;
  senderKeys?: Record<string, unknown>;
  messages: DeviceMessage[];
}

export interface Account {
  phone: string;
  lid: string;
  name: string;
  role: PhoneRole;
  reads: ReadsMode;
  keys: PhoneKeys;
  /** Signal sessions of the phone, by `<phone>.<device>` of the other side. */
  sessions: Record<string, unknown>;
  companions: Companion[];
  /** Companions that are simulated themselves. */
  devices?: SimulatedDevice[];
  /** Nobody is told what was read. */
  hidesReads?: boolean;
  nextDevice: number;
  nextSeq: number;
  /** Names that the owner gave to people, by phone. */
  addressBook?: Record<string, string>;
  /** Phones that the owner blocks. */
  blocked?: string[];
  /** Path of the profile picture on the media host, who may see it, and its number. */
  picture?: { path: string; id: number; isHidden: boolean } | undefined;
  /** The phone is switched off: it answers no device. */
  isOffline?: boolean;
  /** By phone of the other side, or by group. */
  chats: Record<string, Chat>;
  receipts: LedgerReceipt[];
  /** Until when (unix seconds) it may not write to new people. */
  timelockUntilS?: number;
  /** Group keys, own and learned, by `<group>|<phone>.<device>`. */
  senderKeys?: Record<string, unknown>;
  /** Devices that have this phone's own key of a group, by group. */
  sharedSenderKeys?: Record<string, string[]>;
}
