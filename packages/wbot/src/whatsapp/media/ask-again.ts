import { decryptMediaRetryData, encryptMediaRetryRequest, proto, type WASocket } from 'baileys';
import { MediaError, type MediaKey, type MediaReference } from '../../contract.ts';
import { isMediaPath } from '../decode/media-reference.ts';

interface Ask {
  media: Pick<MediaReference, 'mediaKey'>;
  key: MediaKey;
  timeoutMs: number;
  signal: AbortSignal;
}

const { ResultType } = proto.MediaRetryNotification;

function newPath(answer: { media?: { ciphertext: Uint8Array; iv: Uint8Array } }, { media, key }: Ask): string {
  // An error without data is the server's word that the phone does not have it either.
  if (!answer.media) throw new MediaError('expired');
  const secret = Buffer.from(media.mediaKey, 'base64');
  const { result, directPath } = decryptMediaRetryData(answer.media, secret, key.remoteId);
  if (result !== ResultType.SUCCESS || !directPath) throw new MediaError('expired');
  if (!isMediaPath(directPath)) throw new MediaError('bad_reference');
  return directPath;
}

/** Asks the phone that sent a file to upload it again. @returns its new path @throws {MediaError} */
export async function askForUpload(sock: WASocket, ask: Ask): Promise<string> {
  const { media, key, timeoutMs, signal } = ask;
  const answered = Promise.withResolvers<string>();
  const stop = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  // The phone may be switched off: it can still answer a later request.
  const giveUp = () => answered.reject(new MediaError('expired', { retryable: true }));
  const listen = (updates: { key: { id?: string | null }; media?: { ciphertext: Uint8Array; iv: Uint8Array } }[]) => {
    const answer = updates.find((update) => update.key.id === key.remoteId);
    if (!answer) return;
    try {
      answered.resolve(newPath(answer, ask));
    } catch (error) {
      answered.reject(error instanceof MediaError ? error : new MediaError('expired', { cause: error }));
    }
  };
  stop.addEventListener('abort', giveUp, { once: true });
  sock.ev.on('messages.media-update', listen);
  try {
    const { remoteChat: remoteJid, remoteId: id, fromMe, participant } = key;
    const named = { remoteJid, id, fromMe, ...(participant ? { participant } : {}) };
    const request = encryptMediaRetryRequest(named, Buffer.from(media.mediaKey, 'base64'), sock.user?.id ?? '');
    await sock.sendNode(request).catch((error: unknown) => {
      throw new MediaError('unavailable', { cause: error });
    });
    return await answered.promise;
  } finally {
    sock.ev.off('messages.media-update', listen);
    stop.removeEventListener('abort', giveUp);
  }
}
