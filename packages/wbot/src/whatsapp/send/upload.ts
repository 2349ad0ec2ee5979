import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { type Agent, request } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { DEFAULT_ORIGIN, encodeBase64EncodedStringForUpload, MEDIA_PATH_MAP, type WASocket } from 'baileys';
import { SendError } from '../../contract.ts';

/** The provider's word for a kind of file, in paths and key derivation. */
export type UploadType = 'image' | 'video' | 'audio' | 'document' | 'sticker';

export interface Upload {
  /** Encrypted file on the local disk. */
  path: string;
  encryptedSha256: Uint8Array;
  type: UploadType;
  idleTimeoutMs: number;
  signal: AbortSignal;
  /** Goes through the channel's proxy. */
  agent: Agent | undefined;
  progress(sentBytes: number): void;
}

export interface Uploaded {
  url: string | null;
  directPath: string;
}

const answerLimitBytes = 64 * 1024;

function textIn(value: unknown, name: string): string | null {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;
  return typeof found === 'string' ? found : null;
}

async function readAnswer(response: IncomingMessage): Promise<Uploaded> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of response) {
    const bytes = Buffer.from(part);
    sizeBytes += bytes.length;
    if (sizeBytes > answerLimitBytes) throw new Error('answer to an upload is too long');
    parts.push(bytes);
  }
  if (response.statusCode === 413) throw new SendError('permanent', 'file_too_large');
  if (response.statusCode === 415) throw new SendError('permanent', 'file_type_refused');
  if (response.statusCode !== 200) throw new Error(`upload answered ${response.statusCode}`);
  const answer: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
  const directPath = textIn(answer, 'direct_path');
  if (!directPath) throw new Error('upload gave no path');
  return { url: textIn(answer, 'url'), directPath };
}

async function post(url: URL, upload: Upload): Promise<Uploaded> {
  const { size } = await stat(upload.path);
  const headers = { origin: DEFAULT_ORIGIN, 'content-type': 'application/octet-stream', 'content-length': size };
  const answered = Promise.withResolvers<Uploaded>();
  const { agent, signal, idleTimeoutMs: timeout } = upload;
  const outgoing = request(url, { method: 'POST', headers, signal, timeout, ...(agent ? { agent } : {}) });
  outgoing.on('timeout', () => outgoing.destroy(new Error('upload stalled')));
  outgoing.on('error', answered.reject);
  outgoing.on('response', (response) => readAnswer(response).then(answered.resolve, answered.reject));
  let sentBytes = 0;
  const file = createReadStream(upload.path);
  file.on('data', (part) => {
    sentBytes += part.length;
    upload.progress(sentBytes);
  });
  // The server may answer and hang up before it has read everything: its answer is what counts.
  pipeline(file, outgoing).catch(answered.reject);
  return await answered.promise;
}

/** Uploads an encrypted file to the first host that takes it. @throws {SendError} `upload_failed`, `cancelled`, `file_too_large`, `file_type_refused` */
export async function uploadFile(sock: WASocket, upload: Upload): Promise<Uploaded> {
  const name = encodeBase64EncodedStringForUpload(Buffer.from(upload.encryptedSha256).toString('base64'));
  let failure: unknown = null;
  for (const fresh of [false, true]) {
    const { auth, hosts } = await sock.refreshMediaConn(fresh);
    for (const { hostname } of hosts) {
      upload.signal.throwIfAborted();
      const query = `auth=${encodeURIComponent(auth)}&token=${name}`;
      try {
        return await post(new URL(`https://${hostname}${MEDIA_PATH_MAP[upload.type]}/${name}?${query}`), upload);
      } catch (error) {
        // The host's verdict on the file itself, which no other host will change.
        if (error instanceof SendError) throw error;
        failure = error;
      }
    }
  }
  throw new SendError('row', 'upload_failed', { cause: failure });
}
