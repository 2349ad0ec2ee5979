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
  // "audio/ogg; codecs=opus" is what a voice note is told to be.
  const told = sniffed && bareType(sniffed);
  const real = told && (sameContainer[told] ?? told);
  const claimed = bareType(declared);
  // One container for both: whether there is film in it, its first bytes do not say.
  const isVideoClaimedAudio =
    (real === 'video/mp4' && claimed === 'audio/mp4') || (real === 'video/webm' && claimed === 'audio/webm');
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

/** Pictures that are made small for lists and bubbles. */
export const isPicture = ({ kind, mimetype }: { kind: MediaKind; mimetype: string }): boolean =>
  (kind === 'image' || kind === 'sticker') && /^image\/(jpeg|png|webp|gif)$/.test(mimetype);

/** Sound that a browser records, or that some browser does not play. */
const converted = new Set(['audio/ogg', 'audio/webm', 'audio/amr']);
export const recordable = new Set(['audio/webm', 'audio/ogg', 'audio/mp4']);

/** Whether there is work to do on a stored file before every screen can show it. */
export function needsPreparing(file: { kind: MediaKind; mimetype: string; isRecording: boolean }): boolean {
  if (file.isRecording || isPicture(file)) return true;
  if (file.kind === 'video' || file.kind === 'gif') return file.mimetype === 'video/mp4';
  return (file.kind === 'voice' || file.kind === 'audio') && converted.has(file.mimetype);
}

const forbiddenEndings = /\.(apk|app|bat|cmd|com|cpl|dll|exe|hta|jar|js|jse|lnk|msi|msp|pif|ps1|reg|scr|vbe|vbs|wsf)$/i;
const forbiddenTypes = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/x-ms-shortcut',
  'application/java-vm',
  'application/x-msi',
]);

/** Programs are never sent to a customer, whatever they call themselves. */
export const isForbidden = ({ fileName, sniffed }: { fileName: string; sniffed: string | null }): boolean =>
  forbiddenEndings.test(fileName.trim()) || (sniffed !== null && forbiddenTypes.has(sniffed));

/** A file name that is safe in a header and in a folder. */
export const safeFileName = (name: string | null): string =>
  (name ?? 'arquivo').replaceAll(/[\p{Cc}"\\/:*?<>|]+/gu, '_').slice(0, 200) || 'arquivo';
