import { z } from 'zod';
import { namedPersonSchema } from './groups.ts';
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

/** `note`: written by a colleague for colleagues; it never leaves. */
export const directionSchema = z.enum(['in', 'out', 'note']);
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
  /** Of the catalogue `sendFailures`. */
  failure: z.string().nullable(),
  /** When the provider (or we) last moved `state`; from it the screen tells what takes too long. */
  stateAt: instantSchema.nullable(),
  /** A queued message that waits for the number itself: why, and until when. */
  hold: z.object({ reason: z.enum(['new_chats', 'rate', 'failures', 'warning']), until: instantSchema }).nullable(),
  /** Our reaction, edit or deletion of this message that is on its way or did not work; retried and discarded by its own id. */
  change: z
    .object({
      id: idSchema,
      kind: z.enum(['reaction', 'edit', 'delete']),
      text: z.string().nullable(),
      state: deliveryStateSchema,
      stateAt: instantSchema,
      failure: z.string().nullable(),
    })
    .nullable(),
  /** Set when a colleague wrote it here; null when it came from the customer or the paired phone. */
  author: z.object({ id: idSchema, name: z.string() }).nullable(),
  /** In a group, the member who wrote it. */
  sender: z.object({ id: idSchema, name: z.string(), phone: z.string().nullable() }).nullable(),
  /** Whom the body names by `@` and an address, or a notice is about. */
  people: z.array(namedPersonSchema),
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
      /** Whose message it is, if not ours. */
      author: z.object({ id: idSchema.nullable(), name: z.string() }).nullable(),
    })
    .nullable(),
  reactions: z.array(z.object({ emoji: z.string(), count: z.number().int(), isOurs: z.boolean() })),
  isForwarded: z.boolean(),
  /** It disappears from the customer's phone after a while. */
  isEphemeral: z.boolean(),
  /** Taken over from the phone when the number was paired. */
  isHistory: z.boolean(),
  /** The provider's id of the album that this picture belongs to: pictures of one album are shown together. */
  albumId: z.string().nullable(),
  /** Who chose what in a poll; `voter` is null for the number itself. */
  votes: z.array(z.object({ voter: z.string().nullable(), options: z.array(z.string()) })),
  editedAt: instantSchema.nullable(),
  /** The sender took it back. Body, file and details stay in the view only where the company keeps them. */
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

const word = (max: number) =>
  z.string().trim().min(1).max(max).refine(isStorable, 'holds characters that cannot be stored');

/** What can be sent beside texts and files. */
export const outgoingDetailsSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: word(200).nullable(),
    address: word(400).nullable(),
  }),
  z.object({
    kind: z.literal('contacts'),
    contacts: z
      .array(
        z.object({
          name: word(200),
          phones: z
            .array(z.string().regex(/^\+?\d{8,15}$/))
            .min(1)
            .max(5),
        }),
      )
      .min(1)
      .max(20),
  }),
  z.object({
    kind: z.literal('poll'),
    question: word(255),
    options: z
      .array(word(100))
      .min(2)
      .max(12)
      .refine((options) => new Set(options).size === options.length, 'twice the same'),
    /** 0 lets people choose any number. */
    selectableCount: z.number().int().min(0).max(12),
  }),
]);
export type OutgoingDetails = z.infer<typeof outgoingDetailsSchema>;

export const clientIdSchema = z.string().regex(/^[\w-]{8,64}$/);

export const sendMessageInput = z
  .object({
    ticketId: idSchema,
    clientId: clientIdSchema,
    /** The text, or the caption of a file (then it may be empty). */
    body: z.string().max(maxTextLength).refine(isStorable, 'holds characters that cannot be stored'),
    /** A file that was uploaded to this ticket and not sent yet. */
    mediaId: idSchema.nullish(),
    /** The message of this ticket that is answered. */
    quotedId: idSchema.nullish(),
    /** In a group, members that the body names by `@` and their address. */
    mentions: z
      .array(z.string().regex(/^\d{1,20}$/))
      .max(100)
      .optional(),
    /** A place, contact cards or a poll, instead of a text. */
    details: outgoingDetailsSchema.nullish(),
    /** The newest message that the sender had seen. What a colleague wrote after it refuses the send as `stale`. */
    seenId: idSchema.nullish(),
  })
  .refine((input) => input.mediaId != null || input.details != null || input.body.trim().length > 0, {
    path: ['body'],
    message: 'empty',
  })
  .refine((input) => input.details == null || (input.mediaId == null && input.body === ''), {
    path: ['details'],
    message: 'go alone',
  });
export type SendMessageInput = z.input<typeof sendMessageInput>;
export const addNoteInput = z.object({
  ticketId: idSchema,
  clientId: z.string().regex(/^[\w-]{8,64}$/),
  body: textBodySchema,
});
export const messageIdInput = z.object({ id: idSchema });

/** Details of the error `stale`: what was written meanwhile. `lastId` is what the sender has seen once they read it. */
export interface StaleDetails {
  lastId: string;
  count: number;
  authorName: string | null;
  kind: MessageKind;
  preview: string | null;
  at: string;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** One emoji, or nothing to take the reaction back. */
export const emojiSchema = z
  .string()
  .max(64)
  .refine(
    (text) =>
      text === '' ||
      (/\p{RGI_Emoji}|\p{Extended_Pictographic}/v.test(text) && [...graphemes.segment(text)].length === 1),
    'is not one emoji',
  );
export const reactInput = z.object({ id: idSchema, emoji: emojiSchema });
export const editMessageInput = z.object({ id: idSchema, body: textBodySchema });
export const forwardInput = z.object({
  id: idSchema,
  /** One message each; repeating the call gives the same messages back. */
  to: z
    .array(z.object({ ticketId: idSchema, clientId: clientIdSchema }))
    .min(1)
    .max(5),
});

/** WhatsApp's own limits: how long after sending a message can be changed. */
export const editWindowMs = 15 * 60_000;
export const deleteWindowMs = 60 * 3_600_000;
export const typingInput = z.object({ ticketId: idSchema, active: z.boolean() });
