import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from './errors.ts';

export interface StoredFile {
  /** Where it is: tenant, then the hash of its content. The same bytes of one tenant are kept once. */
  key: string;
  sizeBytes: number;
  /** SHA-256 of the content, hex. */
  sha256: string;
  /** The first bytes, to tell the type by. */
  head: Uint8Array;
}

export interface ByteRange {
  start: number;
  /** Inclusive. */
  end: number;
}

/** Files of tenants. Content goes through as streams and is never held whole. */
export interface Storage {
  /**
   * Keeps a stream under its tenant. Nothing stays behind when it fails or is longer than `maxBytes`.
   * @throws {AppError} `invalid-input` on `file` when too large; `unavailable` when the disk is full
   */
  write(file: { tenantId: string; stream: Readable; maxBytes: number }): Promise<StoredFile>;
  /** @returns null when there is no such file */
  read(key: string, range?: ByteRange): Promise<Readable | null>;
  remove(key: string): Promise<void>;
}

const headBytes = 4_100;
const keyForm = /^[0-9a-f-]{36}\/[0-9a-f]{2}\/[0-9a-f]{64}$/;

/** Counts, hashes and keeps the head of what passes; ends the stream when it grows too long. */
class Meter extends Transform {
  readonly #hash = createHash('sha256');
  readonly #maxBytes: number;
  #head: Buffer = Buffer.alloc(0);
  sizeBytes = 0;

  constructor(maxBytes: number) {
    super();
    this.#maxBytes = maxBytes;
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: Error | null, data?: Buffer) => void,
  ): void {
    this.sizeBytes += chunk.length;
    if (this.sizeBytes > this.#maxBytes) {
      done(
        new AppError('invalid-input', 'file: is too large', { field: 'file', details: { maxBytes: this.#maxBytes } }),
      );
      return;
    }
    if (this.#head.length < headBytes)
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, headBytes - this.#head.length)]);
    this.#hash.update(chunk);
    done(null, chunk);
  }

  get head(): Uint8Array {
    return this.#head;
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

/** A folder of this machine (or a volume that web and worker share). A file appears under its name only once it is whole. */
export function createFolderStorage(folder: string): Storage {
  const pathOf = (key: string): string => {
    if (!keyForm.test(key)) throw new Error('not a storage key');
    return path.join(folder, key);
  };
  return {
    write: async ({ tenantId, stream, maxBytes }) => {
      const part = path.join(folder, 'incoming', randomUUID());
      const meter = new Meter(maxBytes);
      try {
        await mkdir(path.dirname(part), { recursive: true });
        await pipeline(stream, meter, createWriteStream(part, { flags: 'wx' }));
        const file = await open(part, 'r+');
        await file.sync();
        await file.close();
        const sha256 = meter.digest();
        const key = `${tenantId}/${sha256.slice(0, 2)}/${sha256}`;
        await mkdir(path.dirname(pathOf(key)), { recursive: true });
        await rename(part, pathOf(key));
        return { key, sizeBytes: meter.sizeBytes, sha256, head: meter.head };
      } catch (error) {
        await rm(part, { force: true });
        if (isFull(error)) throw new AppError('unavailable', 'there is no room left to keep files', { cause: error });
        throw error;
      }
    },
    read: async (key, range) => {
      const file = pathOf(key);
      const known = await stat(file).catch(() => null);
      return known ? createReadStream(file, range) : null;
    },
    remove: (key) => rm(pathOf(key), { force: true }),
  };
}
