import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** How files of a kind derive their keys. */
export type CipherFamily = 'Image' | 'Video' | 'Audio' | 'Document' | 'History';

export interface FileKeys {
  mediaKey: Buffer;
  fileSha256: Buffer;
  fileEncSha256: Buffer;
  sizeBytes: number;
}

const macBytes = 10;

function derive(mediaKey: Uint8Array, family: CipherFamily): { iv: Buffer; cipherKey: Buffer; macKey: Buffer } {
  const expanded = Buffer.from(hkdfSync('sha256', mediaKey, Buffer.alloc(32), `WhatsApp ${family} Keys`, 112));
  return { iv: expanded.subarray(0, 16), cipherKey: expanded.subarray(16, 48), macKey: expanded.subarray(48, 80) };
}

/** Encrypts a file part by part; `finish` gives its keys once everything was read. */
export function encryptFile(family: CipherFamily): {
  encrypt(source: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Buffer>;
  finish(): FileKeys;
} {
  const mediaKey = randomBytes(32);
  const { iv, cipherKey, macKey } = derive(mediaKey, family);
  const cipher = createCipheriv('aes-256-cbc', cipherKey, iv);
  const mac = createHmac('sha256', macKey).update(iv);
  const plainHash = createHash('sha256');
  const encryptedHash = createHash('sha256');
  let sizeBytes = 0;
  function seal(ciphertext: Buffer): Buffer {
    mac.update(ciphertext);
    encryptedHash.update(ciphertext);
    return ciphertext;
  }
  return {
    async *encrypt(source) {
      for await (const part of source) {
        sizeBytes += part.length;
        plainHash.update(part);
        yield seal(cipher.update(part));
      }
      yield seal(cipher.final());
      const end = mac.digest().subarray(0, macBytes);
      encryptedHash.update(end);
      yield end;
    },
    finish: () => ({ mediaKey, sizeBytes, fileSha256: plainHash.digest(), fileEncSha256: encryptedHash.digest() }),
  };
}

/** Decrypts a file part by part. @throws at its end when the MAC or the hash is wrong */
export async function* decryptFile(
  source: AsyncIterable<Uint8Array>,
  file: { mediaKey: Uint8Array; family: CipherFamily; fileSha256: Uint8Array },
): AsyncGenerator<Buffer> {
  const { iv, cipherKey, macKey } = derive(file.mediaKey, file.family);
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
  const mac = createHmac('sha256', macKey).update(iv);
  const hash = createHash('sha256');
  let held: Buffer = Buffer.alloc(0);
  for await (const part of source) {
    const bytes = Buffer.concat([held, part]);
    const end = Math.max(0, bytes.length - macBytes);
    held = bytes.subarray(end);
    mac.update(bytes.subarray(0, end));
    const plain = decipher.update(bytes.subarray(0, end));
    hash.update(plain);
    yield plain;
  }
  if (!mac.digest().subarray(0, macBytes).equals(held)) throw new Error('file has a wrong MAC');
  const last = decipher.final();
  if (!hash.update(last).digest().equals(Buffer.from(file.fileSha256))) throw new Error('file has a wrong hash');
  yield last;
}
