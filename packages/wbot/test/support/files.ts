import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { MediaKind, OutboundMedia } from '../../src/index.ts';

/** A file of repeating bytes that exists only while it is read. */
export function bigFile(sizeBytes: number): { open(): Promise<Readable>; sha256: string } {
  const part = Buffer.alloc(64 * 1024, 'tiktickets');
  function* parts() {
    for (let left = sizeBytes; left > 0; left -= part.length) yield left >= part.length ? part : part.subarray(0, left);
  }
  const hash = createHash('sha256');
  for (const piece of parts()) hash.update(piece);
  return { open: async () => Readable.from(parts()), sha256: hash.digest('base64') };
}

export function media(kind: MediaKind, part: Partial<OutboundMedia> = {}): OutboundMedia {
  const bytes = Buffer.from(`file of kind ${kind}`);
  return {
    kind,
    open: async () => Readable.from([bytes]),
    sizeBytes: bytes.length,
    mimetype: 'application/octet-stream',
    fileName: null,
    caption: null,
    seconds: null,
    waveform: null,
    ...part,
  };
}

/** Reads a stream to its end: how much, and its hash. */
export async function digest(stream: Readable): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const part of stream) {
    const bytes = Buffer.from(part);
    sizeBytes += bytes.length;
    hash.update(bytes);
  }
  return { sizeBytes, sha256: hash.digest('base64') };
}
