import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { FileKind } from '../control/types.ts';
import { oggOpusSilence } from './ogg-opus.ts';

export interface Fixture {
  mimetype: string;
  fileName: string | null;
  seconds: number | null;
  width: number | null;
  height: number | null;
  bytes: Buffer;
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A picture with a colour gradient, so that a person sees that it arrived. */
function gradientPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows.set([(x * 255) / width, (y * 255) / height, 140], y * (1 + width * 3) + 1 + x * 3);
    }
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const none = Buffer.alloc(0);
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', none),
  ]);
}

function pdf(title: string): Buffer {
  const drawing = `BT /F1 24 Tf 60 760 Td (${title}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(file.length);
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(`${file}xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}`);
}

/** The smallest picture of its format. */
const webp = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64');
/** Only the first box of a film: enough for its type to be recognised, not for playing. */
const mp4 = Buffer.from('0000002066747970697366320000020069736f6d69736f3261766331', 'hex');
const voiceSeconds = 3;

const plain = { fileName: null, seconds: null, width: null, height: null };

const made = new Map<FileKind, Fixture>();

/** What a phone sends when nothing else is given; made once per kind. */
export function fixtureOf(kind: FileKind): Fixture {
  const fixture = made.get(kind) ?? makeFixture(kind);
  made.set(kind, fixture);
  return fixture;
}

function makeFixture(kind: FileKind): Fixture {
  switch (kind) {
    case 'image':
      return { ...plain, mimetype: 'image/png', width: 320, height: 240, bytes: gradientPng(320, 240) };
    case 'voice':
    case 'audio':
      return {
        ...plain,
        mimetype: 'audio/ogg; codecs=opus',
        seconds: voiceSeconds,
        bytes: oggOpusSilence(voiceSeconds),
      };
    case 'document':
      return { ...plain, mimetype: 'application/pdf', fileName: 'documento.pdf', bytes: pdf('Documento de teste') };
    case 'sticker':
      return { ...plain, mimetype: 'image/webp', width: 1, height: 1, bytes: webp };
    case 'video':
    case 'gif':
      return { ...plain, mimetype: 'video/mp4', seconds: 2, width: 320, height: 240, bytes: mp4 };
  }
}

const partBytes = 64 * 1024;

/** A file of any size that begins like `start`; the same every time, and never whole in memory. */
export function* stretched(start: Buffer, sizeBytes: number): Generator<Buffer> {
  const pattern = Buffer.alloc(partBytes, createHash('sha256').update(start).digest());
  yield start.subarray(0, sizeBytes);
  for (let left = sizeBytes - start.length; left > 0; left -= partBytes) {
    yield left >= partBytes ? pattern : pattern.subarray(0, left);
  }
}
