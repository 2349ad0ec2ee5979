import { Readable } from 'node:stream';
import { DEFAULT_ORIGIN, type WASocket } from 'baileys';
import type { Dispatcher } from 'undici';
import { MediaError, type MediaKey } from '../../contract.ts';
import { isMediaPath } from '../decode/media-reference.ts';
import { fetchThrough } from '../proxy.ts';
import { Watchdog } from '../watchdog.ts';
import { askForUpload } from './ask-again.ts';
import { decryptMedia, type EncryptedFile } from './decrypt.ts';

export interface DownloadTools {
  /** Host and port; never taken from a message. */
  host: string;
  limitBytes: number;
  /** No byte for this long ends the download. */
  idleTimeoutMs: number;
  /** How long the sender's phone may take to upload again. */
  askTimeoutMs: number;
  /** Goes through the channel's proxy; null goes straight. */
  dispatcher: Dispatcher | null;
  /** The open socket, to ask for a new upload; null while the channel is away. */
  socket(): WASocket | null;
}

interface Download {
  media: EncryptedFile;
  key: MediaKey;
  signal: AbortSignal;
}

/** The server has it no more, or its link has run out. */
const goneStatuses = new Set([403, 404, 410]);
const paddingBytes = 64;

function unavailable(error: unknown): MediaError {
  return error instanceof MediaError ? error : new MediaError('unavailable', { cause: error });
}

/** The file's encrypted bytes; null when the server does not have it. */
async function request(tools: DownloadTools, path: string, signal: AbortSignal): Promise<Response | null> {
  if (!isMediaPath(path)) throw new MediaError('bad_reference');
  const init = { headers: { origin: DEFAULT_ORIGIN }, redirect: 'error', signal } as const;
  const url = `https://${tools.host}${path}`;
  const { dispatcher } = tools;
  const response = await (dispatcher ? fetchThrough(dispatcher, url, init) : fetch(url, init)).catch(
    (error: unknown) => {
      throw unavailable(error);
    },
  );
  if (response.ok && response.body) {
    const promisedBytes = Number(response.headers.get('content-length') ?? 0);
    if (promisedBytes <= tools.limitBytes + paddingBytes) return response;
    await response.body.cancel().catch(() => undefined);
    throw new MediaError('too_large');
  }
  await response.body?.cancel().catch(() => undefined);
  if (goneStatuses.has(response.status)) return null;
  throw new MediaError('unavailable', { cause: new Error(`media host answered ${response.status}`) });
}

/** The body part by part. The watchdog runs only while the network is waited for, not while the reader is busy. */
async function* bytesOf(response: Response, silence: { watchdog: Watchdog; ms: number }): AsyncGenerator<Uint8Array> {
  if (!response.body) return;
  const reader = response.body.getReader();
  try {
    while (true) {
      silence.watchdog.arm(silence.ms);
      const { done, value } = await reader.read();
      silence.watchdog.disarm();
      if (done) return;
      yield value;
    }
  } finally {
    silence.watchdog.disarm();
    await reader.cancel().catch(() => undefined);
  }
}

async function* guarded(parts: AsyncIterable<Uint8Array>, media: EncryptedFile, limitBytes: number) {
  try {
    yield* decryptMedia(parts, media, limitBytes);
  } catch (error) {
    throw unavailable(error);
  }
}

/** Streams a file, decrypted and checked. @throws {MediaError}, also as the stream's error */
export async function downloadMedia(tools: DownloadTools, download: Download): Promise<Readable> {
  const { media } = download;
  if (Buffer.from(media.mediaKey, 'base64').length !== 32) throw new MediaError('bad_reference');
  if ((media.sizeBytes ?? 0) > tools.limitBytes) throw new MediaError('too_large');
  const stalled = new AbortController();
  const signal = AbortSignal.any([download.signal, stalled.signal]);
  const watchdog = new Watchdog(() => stalled.abort(new Error('media host went silent')));
  const fetchFrom = async (path: string) => {
    watchdog.arm(tools.idleTimeoutMs);
    try {
      return await request(tools, path, signal);
    } finally {
      watchdog.disarm();
    }
  };
  try {
    const response = (await fetchFrom(media.directPath)) ?? (await fetchFrom(await freshPath(tools, download)));
    if (!response) throw new MediaError('expired');
    const parts = guarded(bytesOf(response, { watchdog, ms: tools.idleTimeoutMs }), media, tools.limitBytes);
    return Readable.from(parts, { objectMode: false });
  } catch (error) {
    throw unavailable(error);
  }
}

async function freshPath(tools: DownloadTools, download: Download): Promise<string> {
  const sock = tools.socket();
  if (!sock) throw new MediaError('expired', { retryable: true });
  return await askForUpload(sock, { ...download, timeoutMs: tools.askTimeoutMs });
}
