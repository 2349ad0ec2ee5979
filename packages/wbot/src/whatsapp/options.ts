import type { Range } from './reconnect-policy.ts';

/** Waiting times of a session, in milliseconds. Tests shorten them; production keeps the defaults. */
export interface WhatsAppTimings {
  /** TCP, TLS and each handshake step. */
  connectTimeoutMs: number;
  /** From opening the socket until it shows a QR code or is logged in. */
  connectingWatchdogMs: number;
  keepAliveIntervalMs: number;
  /** Nothing at all heard from the server for this long: the socket is dead. */
  silentSocketMs: number;
  /** Answers of the server to our questions. */
  queryTimeoutMs: number;
  /** One whole send, key exchange included. */
  sendTimeoutMs: number;
  /** Life of each QR code; null keeps the provider's own (60 s, then 20 s each). */
  qrTimeoutMs: number | null;
  retryRequestDelayMs: number;
  /** An upload or download that moves no byte for this long has failed. */
  mediaIdleMs: number;
  /** How long a phone may take to upload an expired file again. */
  mediaAskMs: number;
  /** How often a standing connection says up to when everything has arrived. */
  completeEveryMs: number;
  backoffMs: Range;
  /** A connection this old makes the next failure the first one again. */
  stableAfterMs: number;
}

export interface WhatsAppDriverOptions {
  /** Default: the provider's own. */
  wsUrl?: string | undefined;
  /** Host (and port) that files are fetched from, by https; never taken from a message. Default: the provider's own. */
  mediaHost?: string | undefined;
  /** Largest file that may be fetched; a larger one fails with `too_large`. Default 2 GiB. */
  mediaLimitBytes?: number | undefined;
  /** Client version to claim; default: the one the library was built for. */
  version?: readonly [number, number, number] | undefined;
  /** Name of the linked device on the phone: operating system and browser. */
  deviceName?: readonly [string, string] | undefined;
  timings?: Partial<WhatsAppTimings> | undefined;
  /** Source of jitter, 0 ≤ x < 1. */
  random?: (() => number) | undefined;
}

export const defaultTimings: WhatsAppTimings = {
  connectTimeoutMs: 20_000,
  connectingWatchdogMs: 60_000,
  keepAliveIntervalMs: 30_000,
  silentSocketMs: 65_000,
  queryTimeoutMs: 30_000,
  sendTimeoutMs: 90_000,
  qrTimeoutMs: null,
  retryRequestDelayMs: 250,
  mediaIdleMs: 30_000,
  mediaAskMs: 20_000,
  completeEveryMs: 60_000,
  backoffMs: { minMs: 1_000, maxMs: 60_000 },
  stableAfterMs: 60_000,
};

export const defaultWsUrl = 'wss://web.whatsapp.com/ws/chat';

export const defaultMediaLimitBytes = 2 * 1024 ** 3;
export const defaultMediaHost = 'mmg.whatsapp.net';
