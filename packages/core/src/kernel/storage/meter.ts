import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { AppError } from '../errors.ts';

/** Enough to tell every type by. */
const headBytes = 4_100;

/** Counts, hashes and keeps the head of what passes; ends the stream when it grows too long. */
export class Meter extends Transform {
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
