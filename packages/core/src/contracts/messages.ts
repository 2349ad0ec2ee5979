import { z } from 'zod';
import { cursorSchema, idSchema, instantSchema } from './ids.ts';
import { mediaViewSchema } from './media.ts';
import { messageDetailsSchema } from './message-details.ts';
import { isStorable } from './text.ts';

export const messageKinds = [
  'text',
  'image',
  'video',
  'audio',
  'voice',
  'document',
  'sticker',
  'contact',
  'location',
  'poll',
  'reaction',
  'edit',
  'delete',
  'call',
  'system',
  'undecryptable',
  'unsupported',
] as const;
export const messageKindSchema = z.enum(messageKinds);
export type MessageKind = z.infer<typeof messageKindSchema>;

export const directionSchema = z.enum(['in', 'out']);
export type Direction = z.infer<typeof directionSchema>;

/** In the order in which a message may pass them; `failed` stands outside. */
export const deliveryStates = ['queued', 'sending', 'sent', 'delivered', 'read', 'played', 'failed'] as const;
export const deliveryStateSchema = z.enum(deliveryStates);
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

/** UTF-8 bytes of one outgoing text. WhatsApp itself takes 65,536 characters. */
export const maxTextLength = 65_536;

export const messageViewSchema = z.object({
  id: idSchema,
  rev: z.number().int(),
  ticketId: idSchema,
  /** Chosen by the sending browser; ties the optimistic row to the stored one. */
  clientId: z.string().nullable(),
  direction: directionSchema,
  kind: messageKindSchema,
  /** Provider's name of an unsupported kind. */
  rawKind: z.string().nullable(),
  body: z.string().nullable(),
  /** Delivery of an outgoing message; null for incoming ones. */
  state: deliveryStateSchema.nullable(),
  /** Stable code of the failure, e.g. `not_on_whatsapp`. */
  failure: z.string().nullable(),
  /** Set when a colleague wrote it here; null when it came from the customer or the paired phone. */
  author: z.object({ id: idSchema, name: z.string() }).nullable(),
  /** Written on the paired phone, not here. */
  fromPhone: z.boolean(),
  attendanceNumber: z.number().int().nullable(),
  sentAt: instantSchema,
  media: mediaViewSchema.nullable(),
  details: messageDetailsSchema.nullable(),
  /** The message that this one answers. `messageId` is null when we never had it; `preview` is what it said then. */
  quoted: z
    .object({
      messageId: idSchema.nullable(),
      kind: messageKindSchema,
      preview: z.string().nullable(),
      isOurs: z.boolean(),
    })
    .nullable(),
  reactions: z.array(z.object({ emoji: z.string(), count: z.number().int(), isOurs: z.boolean() })),
  isForwarded: z.boolean(),
  editedAt: instantSchema.nullable(),
  /** The sender took it back: body and file are gone from the view. */
  deletedAt: instantSchema.nullable(),
});
export type MessageView = z.infer<typeof messageViewSchema>;

export const pageMessagesInput = z.object({
  ticketId: idSchema,
  /** Null for the newest page; pages go back in time. */
  cursor: cursorSchema.nullish(),
  limit: z.number().int().min(1).max(100).default(30),
});
/** Newest first. */
export interface MessagePage {
  items: MessageView[];
  nextCursor: string | null;
}

/** Text as typed, and not only blanks. */
export const textBodySchema = z
  .string()
  .max(maxTextLength)
  .refine((text) => text.trim().length > 0, 'empty')
  .refine(isStorable, 'holds characters that cannot be stored');

export const sendMessageInput = z
  .object({
    ticketId: idSchema,
    clientId: z.string().regex(/^[\w-]{8,64}$/),
    /** The text, or the caption of a file (then it may be empty). */
    body: z.string().max(maxTextLength).refine(isStorable, 'holds characters that cannot be stored'),
    /** A file that was uploaded to this ticket and not sent yet. */
    mediaId: idSchema.nullish(),
    /** The message of this ticket that is answered. */
    quotedId: idSchema.nullish(),
  })
  .refine((input) => input.mediaId != null || input.body.trim().length > 0, { path: ['body'], message: 'empty' });
export type SendMessageInput = z.input<typeof sendMessageInput>;
export const messageIdInput = z.object({ id: idSchema });
export const typingInput = z.object({ ticketId: idSchema, active: z.boolean() });
