import type { MediaKind } from '@tiktickets/core/contracts';

const megabyte = 2 ** 20;

/** The contract's limits, written out; a test holds the two together. */
export const maxMediaBytes: Record<MediaKind, number> = {
  image: 16 * megabyte,
  video: 64 * megabyte,
  gif: 16 * megabyte,
  audio: 16 * megabyte,
  voice: 16 * megabyte,
  document: 100 * megabyte,
  sticker: megabyte,
};
export const maxFilesAtOnce = 30;

export type FileProblem = { kind: 'too-large'; maxBytes: number } | { kind: 'empty' } | null;

/** What a file is sent as, by its type; the server looks at its bytes besides. */
export function kindOfFile(mimetype: string): MediaKind {
  const type = mimetype.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'image/jpeg' || type === 'image/png') return 'image';
  if (type === 'video/mp4') return 'video';
  return /^audio\/(ogg|mpeg|mp4|aac)$/.test(type) ? 'audio' : 'document';
}

export function problemOfFile({ type, size }: { type: string; size: number }): FileProblem {
  if (size === 0) return { kind: 'empty' };
  const maxBytes = maxMediaBytes[kindOfFile(type)];
  return size > maxBytes ? { kind: 'too-large', maxBytes } : null;
}

/** A name and a type that the server takes, whatever the system said. */
export function describeFile({ name, type }: { name: string; type: string }): { name: string; mimetype: string } {
  const mimetype = type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const clean = name
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  const ending = /\.[\w-]{1,10}$/.exec(clean)?.[0] ?? '';
  const short = clean.length > 240 ? clean.slice(0, 240 - ending.length).toWellFormed() + ending : clean;
  return {
    name: short || 'arquivo',
    mimetype: /^[\w.+-]+\/[\w.+-]+$/.test(mimetype) && mimetype.length <= 120 ? mimetype : 'application/octet-stream',
  };
}
