/** A field of a protobuf message that holds bytes: text, or a message of its own. */
export interface BytesField {
  number: number;
  bytes: Buffer;
}

/** One that is longer is passed over: it is no chat that anybody wrote. */
const longest = 64 * 2 ** 20;
const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Reads a stream piece by piece, holding no more than is asked for. */
class Window {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);
  #at = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done) return false;
    this.#held = Buffer.from(value);
    this.#at = 0;
    return true;
  }

  /** @returns null at the end of the stream */
  async byte(): Promise<number | null> {
    while (this.#at >= this.#held.length) if (!(await this.#more())) return null;
    this.#at += 1;
    return this.#held.readUInt8(this.#at - 1);
  }

  /** @throws when the stream ends before */
  async take(length: number, keep: boolean): Promise<Buffer> {
    const parts: Buffer[] = [];
    let left = length;
    while (left > 0) {
      if (this.#at >= this.#held.length && !(await this.#more())) throw new Error('history ends in the middle');
      const part = this.#held.subarray(this.#at, this.#at + left);
      this.#at += part.length;
      left -= part.length;
      if (keep) parts.push(part);
    }
    return Buffer.concat(parts);
  }
}

/** @returns null when the stream ends before the first byte @throws when it ends later, or the number is none */
async function varint(window: Window): Promise<number | null> {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = await window.byte();
    if (byte === null && shift === 0) return null;
    if (byte === null) break;
    // Beyond 2^53 only lengths that are refused anyway, and numbers that are skipped.
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new Error('history is malformed');
}

/**
 * The byte fields of a protobuf message one after the other, so that a message of any size is read with the memory of
 * its largest field. @throws when it is malformed
 */
export async function* bytesFields(
  source: AsyncIterable<Uint8Array>,
  wanted: ReadonlySet<number>,
): AsyncGenerator<BytesField> {
  const window = new Window(source);
  for (let tag = await varint(window); tag !== null; tag = await varint(window)) {
    const number = Math.floor(tag / 8);
    switch (tag % 8) {
      case wire.varint:
        await varint(window);
        break;
      case wire.fixed64:
        await window.take(8, false);
        break;
      case wire.fixed32:
        await window.take(4, false);
        break;
      case wire.bytes: {
        const length = (await varint(window)) ?? 0;
        const keep = wanted.has(number) && length <= longest;
        const bytes = await window.take(length, keep);
        if (keep) yield { number, bytes };
        break;
      }
      default:
        throw new Error('history is malformed');
    }
  }
}
