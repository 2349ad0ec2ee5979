/**
 * What a channel driver and its host agree on. The driver knows no tenants, tickets, SQL or queues:
 * it is handed these ports, already bound to one channel, and talks to the provider.
 */
import type { Readable } from 'node:stream';
import type { ConnectionPort } from './contract/connection.ts';
import type { GroupInfo } from './contract/group.ts';
import type { HistoryBatch, HistoryLimits, HistoryPart, HistoryPoint, NamedPerson } from './contract/history.ts';
import type { InboundMessage, PersonReference } from './contract/inbound.ts';
import type { MediaKey, MediaReference } from './contract/media.ts';
import type { OutboundMessage, Recipient } from './contract/outbound.ts';
import type { ReceiptState } from './contract/receipt.ts';

export * from './contract/connection.ts';
export * from './contract/group.ts';
export * from './contract/history.ts';
export * from './contract/inbound.ts';
export * from './contract/media.ts';
export * from './contract/outbound.ts';
export * from './contract/receipt.ts';
export * from './contract/send-error.ts';

/** Life of a channel as the host sees it. `logged_out`, `replaced` and `banned` stop until a person acts. */
export const channelPhases = [
  'disconnected',
  'connecting',
  'qr',
  'pairing',
  'connected',
  'reconnecting',
  'logged_out',
  'replaced',
  'banned',
] as const;
export type ChannelPhase = (typeof channelPhases)[number];

/** The paired account. `phone` is E.164 digits without "+"; `lid` is the bare LID user part. */
export interface ChannelAccount {
  phone: string;
  lid: string | null;
  name: string | null;
}

export interface PhaseChange {
  phase: ChannelPhase;
  /** QR text while `phase` is `qr`, else null. */
  qr: string | null;
  account: ChannelAccount | null;
  /** Stable machine code: `qr_expired`, `http_503`, `code_428`, `client_outdated`, `proxy_failed` …; null when nothing went wrong. */
  reason: string | null;
}

/** Thrown by a port when this process no longer owns the channel. The driver ends its socket at once and never retries. */
export class FencedError extends Error {
  constructor(message = 'this process no longer owns the channel') {
    super(message);
    this.name = 'FencedError';
  }
}

/**
 * Credentials and Signal keys of one channel, as JSON text (the host encrypts at rest).
 * Each call is one atomic, fenced write; any of them may throw {@link FencedError}.
 */
export interface AuthStore {
  loadCredentials(): Promise<string | null>;
  saveCredentials(json: string): Promise<void>;
  /** Missing ids are absent from the answer. */
  loadKeys(type: string, ids: readonly string[]): Promise<Map<string, string>>;
  /** `value: null` deletes. All changes commit together. */
  saveKeys(changes: readonly KeyChange[]): Promise<void>;
  /** Only after the provider said that the device is unlinked (401) or the person logged out. */
  wipe(): Promise<void>;
}
export interface KeyChange {
  type: string;
  id: string;
  value: string | null;
}

/**
 * A decrypted provider message, before anything is acknowledged to the provider.
 * `envelope` + `content` hold all that {@link InboundMessage} is decoded from, so a crash loses nothing.
 */
export interface JournalEntry {
  /** Canonical chat: `<lid>@lid` when the LID is known, else the JID. */
  remoteChat: string;
  remoteId: string;
  fromMe: boolean;
  /** Stanza attributes of the message (strings only). */
  envelope: Record<string, string>;
  /** Serialised provider message, padding removed. */
  content: Uint8Array;
}

/** Everything the driver tells its host. A rejected promise is logged by the driver and never ends the process. */
export interface SessionSink {
  phase(change: PhaseChange): Promise<void>;
  /** Called inside the decryption step. Resolves only once the entry is durable; the provider is acknowledged after it. */
  journal(entry: JournalEntry): Promise<void>;
  /** A message that could not be decrypted (yet). The real content, if it ever comes, arrives through `journal`. */
  undecryptable(message: InboundMessage): Promise<void>;
  /**
   * `sent` is the server's ack (single tick). In a group every member's receipt comes alone and names the member.
   * Resolves once it is durable: the provider is told that we have it only then, and repeats it otherwise.
   */
  receipt(receipt: {
    remoteIds: readonly string[];
    state: ReceiptState;
    atMs: number;
    participant?: PersonReference | null;
  }): Promise<void>;
  /** The server refused a message after accepting the bytes (e.g. 463, 479). */
  refused(refusal: { remoteId: string; code: string }): Promise<void>;
  /** The provider limits this account's first messages to new people, until then; `untilMs` null: no longer. */
  restricted?(report: { code: 'timelock' | 'new_chat_cap'; untilMs: number | null }): Promise<void>;
  typing(typing: { remoteChat: string; phone: string | null; lid: string | null; active: boolean }): Promise<void>;
  /** A phone number and a LID turned out to be one person. */
  identity(pair: { phone: string; lid: string }): Promise<void>;
  /** A group became known or changed: soon after its first message or notice, and after every change. */
  group?(group: GroupInfo): Promise<void>;
  /**
   * What is about to be sent, before its bytes are written. A host that keeps it can answer for it in
   * `MessageLookup.message`: resends then need no text, and a retry of a file no second upload. A rejection fails the send.
   * Not called for a plain text, which is all in its `MessageLookup.sentText`.
   */
  outgoing?(message: { remoteChat: string; remoteId: string; content: Uint8Array }): Promise<void>;
  /** A part of the phone's past. Resolves only once it is durable; the phone does not send it again. */
  history?(part: HistoryPart): Promise<void>;
  /** What people are called, told once per change. */
  names?(people: readonly NamedPerson[]): Promise<void>;
  /** These messages were read on the phone, or on another of its devices. Resolves only once that is recorded: nobody says it again. */
  readElsewhere?(read: { remoteChat: string; person: PersonReference; remoteIds: readonly string[] }): Promise<void>;
  /** Someone has another profile picture, or none any more. */
  picture?(person: PersonReference): Promise<void>;
  /** Whom the number blocks: everybody (`isWhole`), or what changed. */
  blocked?(list: { isWhole: boolean; people: readonly (PersonReference & { isBlocked: boolean })[] }): Promise<void>;
  /** The provider announced more messages of the time while we were away than it delivered. Resolves once that is recorded; only then is the number complete until now. */
  gap?(gap: { missing: number; untilMs: number }): Promise<void>;
  /** The backlog kept while we were away has been delivered up to this instant. */
  caughtUp(atMs: number): Promise<void>;
}

/** Reads that the provider library needs from the host. */
export interface MessageLookup {
  /** Content of a message that we sent, to answer a resend request; null when unknown. */
  sentText(remoteId: string): Promise<string | null>;
  /** Serialised provider message that `journal` or `outgoing` was given under this id; null when unknown. */
  message?(remoteId: string): Promise<Uint8Array | null>;
}

export interface DriverLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface DriverClock {
  now(): number;
}

/** Limits how many channels of a process connect at once. */
export interface ConnectGate {
  enter(signal: AbortSignal): Promise<Disposable>;
}

export interface SessionPorts {
  auth: AuthStore;
  sink: SessionSink;
  lookup: MessageLookup;
  logger: DriverLogger;
  clock: DriverClock;
  gate: ConnectGate;
  /** Without it every account is welcome, by the driver's own settings. */
  connection?: ConnectionPort;
}

/** One running channel. All methods are safe to call in any phase. */
export interface ChannelSession {
  readonly phase: ChannelPhase;
  /** Connects and keeps reconnecting by policy until `stop`, `logout` or a final phase. Returns at once. */
  start(): void;
  /**
   * Resolves when the bytes are written, files having been uploaded before; the server's acceptance comes later as the
   * `sent` receipt. The id was reserved beforehand and is reused on every retry.
   * @throws {SendError} also `bad_content`, `media_changed`, `cancelled`, `upload_failed`, `file_unreadable`
   */
  send(message: OutboundMessage): Promise<void>;
  /**
   * Streams a file, decrypted. The host is ours, never the message's. The stream ends without error only when the
   * plaintext has the promised hash; treat what was read before as unusable otherwise.
   * A file that the server no longer has is asked for again from the sender's phone, once.
   * @throws {MediaError} before the stream; errors of the stream are {@link MediaError} too
   */
  downloadMedia(media: MediaReference, key: MediaKey, signal: AbortSignal): Promise<Readable>;
  /**
   * Reads a part of the phone's past, batch by batch. The same part may be read again from its beginning.
   * @throws {SendError} while the channel is away, {@link MediaError} when the part cannot be had
   */
  readHistory(content: Uint8Array, limits: HistoryLimits, signal: AbortSignal): AsyncIterable<HistoryBatch>;
  /** Asks the phone for what stands before a message; it comes as a part of the past. @throws {SendError} */
  fetchHistory(before: HistoryPoint, count: number): Promise<void>;
  /** A person's profile picture (JPEG, small); null when there is none that we may see. @throws {SendError}, {@link MediaError} */
  fetchPicture(remoteChat: string, signal: AbortSignal): Promise<Readable | null>;
  /** Blocks a person on the number, or no longer. @throws {SendError} */
  setBlocked(person: PersonReference, isBlocked: boolean): Promise<void>;
  /** Asks the provider who has a phone number (E.164 digits); null when nobody does. Sends nothing. @throws {SendError} */
  checkRecipient(phone: string): Promise<Recipient | null>;
  /** Asks the provider for a group and tells the sink. @throws {SendError} */
  refreshGroup(remoteChat: string): Promise<void>;
  /** Declines a ringing call. @throws {SendError} */
  rejectCall(call: { callId: string; from: string }): Promise<void>;
  /** Code to be typed on the phone instead of scanning; only in phase `qr`. `phone` is E.164 digits. @throws {SendError} */
  requestPairingCode(phone: string): Promise<string>;
  /** Sends blue ticks. @throws {SendError} */
  markRead(keys: readonly { remoteChat: string; remoteId: string; participant: string | null }[]): Promise<void>;
  /** Best effort. */
  setTyping(typing: { to: string; active: boolean }): Promise<void>;
  /** Unlinks the device at the provider, wipes the credentials, ends in `logged_out`. */
  logout(): Promise<void>;
  /** Closes the socket, flushes credentials; no port is called after it resolves. Keeps the pairing. */
  stop(): Promise<void>;
}

export interface ChannelDriver {
  open(ports: SessionPorts): ChannelSession;
  /** Pure: the same entry always gives the same message. `null` for entries without content of their own (protocol traffic). */
  decode(entry: JournalEntry): InboundMessage | null;
  /**
   * Chosen options of an encrypted vote; null when it is none, or the poll's content is not the right one.
   * @param poll serialised provider message of the poll, as `journal` or `outgoing` was given it
   */
  pollVote(
    entry: JournalEntry,
    poll: { content: Uint8Array; authors: readonly string[]; voters: readonly string[] },
  ): string[] | null;
}
