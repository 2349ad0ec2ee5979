/** What a client announces before its first frame. `dictionary` 3 is the token table of current clients. */
export interface Intro {
  dictionary: number;
  routingInfo: Uint8Array | null;
  /** The four bytes that enter the Noise transcript (routing info does not). */
  header: Uint8Array;
}

const lengthBytes = 3;
const headerBytes = 4;
const routingPrefix = [0x45, 0x44, 0x00, 0x01];
const protocolPrefix = [0x57, 0x41, 0x06];

/** Prefixes a payload with its three-byte big-endian length. */
export function encodeFrame(payload: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(lengthBytes + payload.byteLength);
  frame.writeUIntBE(payload.byteLength, 0, lengthBytes);
  frame.set(payload, lengthBytes);
  return frame;
}

/**
 * Cuts the byte stream of a client into its intro and frames, however the network sliced it.
 * @throws when the stream does not begin with a known intro
 */
export class FrameReader {
  intro: Intro | null = null;
  #rest: Buffer = Buffer.alloc(0);

  /** Takes the next bytes and returns every frame that is complete by now, in order. */
  push(chunk: Uint8Array): Buffer[] {
    this.#rest = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk]);
    if (!this.intro && !this.#readIntro()) return [];
    const frames: Buffer[] = [];
    while (this.#rest.length >= lengthBytes) {
      const end = lengthBytes + this.#rest.readUIntBE(0, lengthBytes);
      if (this.#rest.length < end) break;
      frames.push(this.#rest.subarray(lengthBytes, end));
      this.#rest = this.#rest.subarray(end);
    }
    return frames;
  }

  #readIntro(): boolean {
    let start = 0;
    let routingInfo: Uint8Array | null = null;
    if (this.#rest[0] === routingPrefix[0]) {
      const begin = routingPrefix.length + lengthBytes;
      if (this.#rest.length < begin) return false;
      start = begin + this.#rest.readUIntBE(routingPrefix.length, lengthBytes);
      if (this.#rest.length < start) return false;
      routingInfo = this.#rest.subarray(begin, start);
    }
    if (this.#rest.length < start + headerBytes) return false;
    const header = Buffer.from(this.#rest.subarray(start, start + headerBytes));
    if (protocolPrefix.some((byte, index) => header[index] !== byte)) throw new Error('unknown protocol intro');
    this.intro = { dictionary: header.readUInt8(protocolPrefix.length), routingInfo, header };
    this.#rest = this.#rest.subarray(start + headerBytes);
    return true;
  }
}
