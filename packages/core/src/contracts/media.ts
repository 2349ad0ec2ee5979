import { z } from 'zod';
import { idSchema } from './ids.ts';
import { lineSchema } from './text.ts';

export const mediaKinds = ['image', 'video', 'gif', 'audio', 'voice', 'document', 'sticker'] as const;
export const mediaKindSchema = z.enum(mediaKinds);
export type MediaKind = z.infer<typeof mediaKindSchema>;

/** The largest file of each kind that goes either way, in bytes. */
export const maxMediaBytes: Record<MediaKind, number> = {
  image: 16 * 2 ** 20,
  video: 64 * 2 ** 20,
  gif: 16 * 2 ** 20,
  audio: 16 * 2 ** 20,
  voice: 16 * 2 ** 20,
  document: 100 * 2 ** 20,
  sticker: 2 ** 20,
};

/** A file of a message. Its content is at `/api/media/<id>`, for whoever may see the ticket. */
export const mediaViewSchema = z.object({
  id: idSchema,
  kind: mediaKindSchema,
  /** `due`: on its way from the provider; `failed`: it could not be had, `failure` says why; `remote`: fetched when asked for. */
  state: z.enum(['due', 'stored', 'failed', 'remote']),
  failure: z.string().nullable(),
  mimetype: z.string(),
  fileName: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  seconds: z.number().nullable(),
  /** 64 levels of 0 to 100, base64. */
  waveform: z.string().nullable(),
  /** A small JPEG, base64. */
  thumbnail: z.string().nullable(),
  /** A recording that becomes a voice note before it goes out. */
  isPreparing: z.boolean(),
  /** Whether `?rendition=thumbnail` is there: a small picture, of a film its first. */
  hasThumbnail: z.boolean(),
  /** Whether `?rendition=playable` is there: sound that every browser plays. */
  hasPlayable: z.boolean(),
});
export type MediaView = z.infer<typeof mediaViewSchema>;

/** Query of an upload; the body is the file itself. */
export const uploadInput = z.object({
  ticketId: idSchema,
  fileName: lineSchema(240).min(1),
  mimetype: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .max(120),
  /** Made by the browser's microphone. */
  isRecording: z.boolean().default(false),
});
export const mediaRenditionSchema = z.enum(['thumbnail', 'playable']);
export type MediaRendition = z.infer<typeof mediaRenditionSchema>;
export type UploadInput = z.input<typeof uploadInput>;

export const mediaIdInput = z.object({ id: idSchema });
