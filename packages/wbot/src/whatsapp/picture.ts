import { Readable } from 'node:stream';
import type { WASocket } from 'baileys';
import { MediaError } from '../contract.ts';
import type { DownloadTools } from './media/download.ts';
import { fetchThrough } from './proxy.ts';
import { toSendError } from './send/deadline.ts';
import { refusalCode } from './socket-error.ts';

/** The server's words for "no picture", and for "not for you". */
const none = new Set([401, 403, 404]);
const largestBytes = 2 ** 20;
const patienceMs = 20_000;

/** Only the provider's own hosts: the address comes in an answer of its server. */
function isTrusted(url: URL, mediaHost: string): boolean {
  return url.protocol === 'https:' && (url.host === mediaHost || url.host.endsWith('.whatsapp.net'));
}

async function addressOf(sock: WASocket, jid: string): Promise<string | null> {
  try {
    return (await sock.profilePictureUrl(jid, 'preview', patienceMs)) ?? null;
  } catch (error) {
    if (none.has(refusalCode(error) ?? 0)) return null;
    throw toSendError(error);
  }
}

async function* limited(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  for await (const part of body) {
    sizeBytes += part.length;
    if (sizeBytes > largestBytes) throw new MediaError('too_large');
    yield part;
  }
}

/** Streams a person's picture; null when there is none that we may see. @throws {MediaError | SendError} */
export async function fetchPicture(
  sock: WASocket,
  input: { jid: string; tools: Pick<DownloadTools, 'host' | 'dispatcher'>; signal: AbortSignal },
): Promise<Readable | null> {
  const address = await addressOf(sock, input.jid);
  if (address === null) return null;
  const url = URL.parse(address);
  if (!url || !isTrusted(url, input.tools.host)) throw new MediaError('bad_reference');
  const signal = AbortSignal.any([input.signal, AbortSignal.timeout(patienceMs)]);
  const { dispatcher } = input.tools;
  const init = { headers: {}, redirect: 'error', signal } as const;
  const response = await (dispatcher ? fetchThrough(dispatcher, url.href, init) : fetch(url, init)).catch(
    (error: unknown) => {
      throw new MediaError('unavailable', { cause: error });
    },
  );
  if (response.ok && response.body) return Readable.from(limited(response.body), { objectMode: false });
  await response.body?.cancel().catch(() => undefined);
  if (response.status === 404 || response.status === 410) return null;
  throw new MediaError('unavailable', { cause: new Error(`picture host answered ${response.status}`) });
}
