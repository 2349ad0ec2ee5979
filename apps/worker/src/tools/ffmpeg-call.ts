import { UnusableMedia } from '@tiktickets/core/media';

/** One call of ffmpeg: a file in, a file out, nothing else within its reach. */
export interface FfmpegCall {
  input: string;
  output: string;
  /** Name of the demuxer: what a stranger wrote is never guessed at, it might be a list of other files. */
  format: string;
  /** Arguments between input and output. */
  options: readonly string[];
  signal: AbortSignal;
}

/** What a small file may unpack to. */
const maxOutputBytes = 96 * 2 ** 20;

export const ffmpegArguments = ({ input, output, format, options }: Omit<FfmpegCall, 'signal'>): string[] => [
  ...['-hide_banner', '-nostdin', '-y', '-threads', '1', '-protocol_whitelist', 'file,pipe'],
  ...['-f', format, '-i', input, ...options, '-fs', String(maxOutputBytes), output],
];

const formats: Record<string, string> = {
  'audio/ogg': 'ogg',
  'audio/webm': 'matroska',
  'video/webm': 'matroska',
  'video/x-matroska': 'matroska',
  'audio/mp4': 'mov',
  'audio/x-m4a': 'mov',
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/3gpp': 'mov',
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
  'audio/wav': 'wav',
};

/** @throws {UnusableMedia} for types that we do not open */
export function formatOf(mimetype: string): string {
  const format = formats[mimetype.split(';', 1)[0]?.trim() ?? ''];
  if (!format) throw new UnusableMedia('of a type that is not converted');
  return format;
}
