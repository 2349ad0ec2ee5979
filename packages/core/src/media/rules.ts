import type { MediaKind } from '../contracts/index.ts';

/** Types that a browser may show inside our own pages; everything else is only ever downloaded. */
const shown = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'video/mp4',
  'video/webm',
  'audio/ogg',
  'audio/mpeg',
  'audio/mp4',
  'audio/aac',
  'audio/amr',
  'audio/webm',
  'application/pdf',
]);

/** Ogg and MP4 hold sound or film alike; what was declared decides between names of one container. */
const sameContainer: Record<string, string> = {
  'application/ogg': 'audio/ogg',
  'audio/x-m4a': 'audio/mp4',
  'video/ogg': 'audio/ogg',
};

export const bareType = (mimetype: string): string => mimetype.split(';', 1)[0]?.trim().toLowerCase() ?? '';

/**
 * How a file is served: its real type, told from its bytes, if that is one we show; else as bytes to download.
 * What the sender declared is only believed where it agrees.
 */
export function servedType(declared: string, sniffed: string | null): { mimetype: string; inline: boolean } {
  const real = sniffed && (sameContainer[sniffed] ?? sniffed);
  const claimed = bareType(declared);
  const isVideoClaimedAudio = real === 'video/mp4' && claimed === 'audio/mp4';
  if (isVideoClaimedAudio) return { mimetype: claimed, inline: true };
  if (real && shown.has(real)) return { mimetype: real, inline: true };
  return { mimetype: real ?? 'application/octet-stream', inline: false };
}

/** The type that is kept of a file: its real one, else what was declared unless that is a type we would show. */
export function keptType(declared: string, sniffed: string | null): string {
  const served = servedType(declared, sniffed);
  const claimed = bareType(declared);
  if (served.inline || sniffed) return served.mimetype;
  return shown.has(claimed) ? 'application/octet-stream' : claimed;
}

/** What a file that somebody attaches is sent as. */
export function kindOfFile(mimetype: string): MediaKind {
  const type = bareType(mimetype);
  if (type === 'image/jpeg' || type === 'image/png') return 'image';
  if (type === 'video/mp4') return 'video';
  if (/^audio\/(ogg|mpeg|mp4|aac)$/.test(type)) return 'audio';
  return 'document';
}

/** A file name that is safe in a header and in a folder. */
export const safeFileName = (name: string | null): string =>
  (name ?? 'arquivo').replaceAll(/[\p{Cc}"\\/:*?<>|]+/gu, '_').slice(0, 200) || 'arquivo';
