import { createDecipheriv, createHash, createHmac } from 'node:crypto';
import { getMediaKeys } from 'baileys';
import { MediaError, type MediaKind, type MediaReference } from '../../contract.ts';

const macBytes = 10;

/** Words of the key derivation: the same for kinds that share a cipher. */
const keyTypes = {
  image: 'image',
  video: 'video',
  gif: 'video',
  audio: 'audio',
  voice: 'audio',
  document: 'document',
  sticker: 'sticker',
  history: 'md-msg-hist',
} as const;

/** What is needed to fetch and decrypt a file. */
export interface EncryptedFile extends Pick<MediaReference, 'mediaKey' | 'directPath' | 'sha256' | 'sizeBytes'> {
  kind: MediaKind | 'history';
}

/**
 * Decrypts a file as it comes. It ends without error only when the file is whole, its MAC is right and the plaintext
 * has the promised hash. @throws {MediaError} `corrupt`, `too_large`
 */
export async function* decryptMedia(
  source: AsyncIterable<Uint8Array>,
  media: EncryptedFile,
  limitBytes: number,
): AsyncGenerator<Buffer> {
  const { iv, cipherKey, macKey } = await getMediaKeys(Buffer.from(media.mediaKey, 'base64'), keyTypes[media.kind]);
  if (!macKey) throw new MediaError('bad_reference');
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
  const mac = createHmac('sha256', macKey).update(iv);
  const hash = createHash('sha256');
  let held: Buffer = Buffer.alloc(0);
  let sizeBytes = 0;
  function take(plaintext: Buffer): Buffer {
    sizeBytes += plaintext.length;
    if (sizeBytes > limitBytes) throw new MediaError('too_large');
    hash.update(plaintext);
    return plaintext;
  }
  for await (const part of source) {
    // The last bytes are the MAC; which ones these are is known at the end only.
    const bytes = Buffer.concat([held, part]);
    const end = Math.max(0, bytes.length - macBytes);
    held = bytes.subarray(end);
    const ciphertext = bytes.subarray(0, end);
    mac.update(ciphertext);
    const plaintext = take(decipher.update(ciphertext));
    if (plaintext.length > 0) yield plaintext;
  }
  if (held.length < macBytes || !mac.digest().subarray(0, macBytes).equals(held)) throw new MediaError('corrupt');
  const last = take(finish(() => decipher.final()));
  if (media.sha256 !== null && hash.digest('base64') !== media.sha256) throw new MediaError('corrupt');
  if (last.length > 0) yield last;
}

function finish(step: () => Buffer): Buffer {
  try {
    return step();
  } catch (error) {
    throw new MediaError('corrupt', { cause: error });
  }
}
