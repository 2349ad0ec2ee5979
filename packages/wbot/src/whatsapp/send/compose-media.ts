import { unlink } from 'node:fs/promises';
import type { Agent } from 'node:https';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { encryptedStream, proto, type WASocket } from 'baileys';
import { type OutboundMedia, SendError } from '../../contract.ts';
import { type UploadType, uploadFile } from './upload.ts';

export interface UploadContext {
  sock: WASocket;
  idleTimeoutMs: number;
  signal: AbortSignal;
  /** Goes through the channel's proxy. */
  agent: Agent | undefined;
  progress: ((sentBytes: number) => void) | undefined;
}

const uploadTypes: Record<OutboundMedia['kind'], UploadType> = {
  image: 'image',
  video: 'video',
  gif: 'video',
  audio: 'audio',
  voice: 'audio',
  document: 'document',
  sticker: 'sticker',
};

/** Passes a file on and fails when it is not as long as was said. */
class ExactLength extends Transform {
  readonly #expectedBytes: number;
  #seenBytes = 0;

  constructor(expectedBytes: number) {
    super();
    this.#expectedBytes = expectedBytes;
  }

  override _transform(part: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#seenBytes += part.length;
    if (this.#seenBytes > this.#expectedBytes) done(new SendError('permanent', 'media_changed'));
    else done(null, part);
  }

  override _flush(done: TransformCallback): void {
    done(this.#seenBytes === this.#expectedBytes ? null : new SendError('permanent', 'media_changed'));
  }
}

async function encrypt(media: OutboundMedia, type: UploadType, signal: AbortSignal) {
  const source = await media.open().catch((error: unknown) => {
    throw new SendError('row', 'file_unreadable', { cause: error });
  });
  const exact = new ExactLength(media.sizeBytes);
  let broken: unknown = null;
  // Its end is the end of `exact`, which the cipher reads; only the reason is kept here.
  const piped = pipeline(source, exact, { signal }).catch((error: unknown) => {
    broken = error;
  });
  try {
    return await encryptedStream({ stream: exact }, type);
  } catch (error) {
    await piped;
    if (broken instanceof SendError || error instanceof SendError) throw broken ?? error;
    throw new SendError('row', 'file_unreadable', { cause: broken ?? error });
  }
}

function bytesOf(base64: string | null | undefined, limitBytes: number): Buffer | null {
  if (!base64) return null;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.length > limitBytes ? null : bytes;
}

function part(media: OutboundMedia, file: object): proto.IMessage {
  const { caption, seconds, fileName } = media;
  const size = { width: media.width ?? null, height: media.height ?? null };
  const jpegThumbnail = bytesOf(media.thumbnail, 64 * 1024);
  switch (media.kind) {
    case 'image':
      return { imageMessage: { ...file, ...size, caption, jpegThumbnail } };
    case 'video':
    case 'gif':
      return { videoMessage: { ...file, ...size, caption, seconds, jpegThumbnail, gifPlayback: media.kind === 'gif' } };
    case 'audio':
    case 'voice':
      return {
        audioMessage: { ...file, seconds, ptt: media.kind === 'voice', waveform: bytesOf(media.waveform, 64) },
      };
    case 'document': {
      const name = fileName ?? 'file';
      const documentMessage = { ...file, fileName: name, title: name, caption, jpegThumbnail };
      return caption ? { documentWithCaptionMessage: { message: { documentMessage } } } : { documentMessage };
    }
    case 'sticker':
      return { stickerMessage: { ...file, ...size } };
  }
}

/** Encrypts a file to a temporary one, uploads that and removes it. Memory holds one chunk at a time. @throws {SendError} */
export async function composeMedia(media: OutboundMedia, context: UploadContext): Promise<proto.Message> {
  const { sock, signal, idleTimeoutMs, agent, progress } = context;
  const type = uploadTypes[media.kind];
  const encrypted = await encrypt(media, type, signal);
  try {
    const uploaded = await uploadFile(sock, {
      path: encrypted.encFilePath,
      encryptedSha256: encrypted.fileEncSha256,
      type,
      idleTimeoutMs,
      signal,
      agent,
      progress: (sentBytes) => progress?.(Math.min(sentBytes, media.sizeBytes)),
    });
    return proto.Message.fromObject(
      part(media, {
        url: uploaded.url,
        directPath: uploaded.directPath,
        mimetype: media.mimetype,
        mediaKey: encrypted.mediaKey,
        mediaKeyTimestamp: Math.floor(Date.now() / 1000),
        fileSha256: encrypted.fileSha256,
        fileEncSha256: encrypted.fileEncSha256,
        fileLength: encrypted.fileLength,
      }),
    );
  } finally {
    await unlink(encrypted.encFilePath).catch(() => undefined);
  }
}
