import type { Readable } from 'node:stream';
import type { proto } from 'baileys';
import { MediaError } from '../../contract.ts';
import { type DownloadTools, downloadMedia } from '../media/download.ts';

const base64 = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('base64');

/** Fetches parts of the phone's past from the media host, decrypted and checked as any file is. */
export function historyDownload(tools: DownloadTools, signal: AbortSignal) {
  return async (notice: proto.Message.IHistorySyncNotification): Promise<Readable> => {
    const { directPath, mediaKey, fileSha256 } = notice;
    if (!directPath || !mediaKey) throw new MediaError('bad_reference');
    const media = {
      kind: 'history',
      directPath,
      mediaKey: base64(mediaKey),
      sha256: fileSha256?.length ? base64(fileSha256) : null,
      sizeBytes: null,
    } as const;
    const key = { remoteChat: '', remoteId: '', fromMe: true, participant: null };
    // No phone uploads it again under this name: what is gone is gone.
    return await downloadMedia({ ...tools, socket: () => null }, { media, key, signal });
  };
}
