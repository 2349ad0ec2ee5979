import { z } from 'zod';
import { idSchema, instantSchema } from './ids.ts';
import { lineSchema } from './text.ts';

/** The same words as the driver's phases; a type test holds the two together. */
export const channelStates = [
  'disconnected',
  'connecting',
  'qr',
  'pairing',
  'connected',
  'reconnecting',
  'logged_out',
  'replaced',
  'banned',
] as const;
export const channelStateSchema = z.enum(channelStates);
export type ChannelState = z.infer<typeof channelStateSchema>;

export const channelViewSchema = z.object({
  id: idSchema,
  rev: z.number().int(),
  name: z.string(),
  kind: z.literal('whatsapp'),
  state: channelStateSchema,
  reason: z.string().nullable(),
  /** Text of the QR code while one waits to be scanned. Only people with `channel:manage` ever receive a channel view. */
  qr: z.string().nullable(),
  /** E.164 digits of the paired number. */
  phone: z.string().nullable(),
  profileName: z.string().nullable(),
  queue: z.object({ id: idSchema, name: z.string(), color: z.string() }).nullable(),
  stateChangedAt: instantSchema,
  /** Everything customers wrote up to here has arrived. */
  completeUntil: instantSchema.nullable(),
  /** How much of the phone's past has been taken over, in percent; null when none is under way. */
  historyPercent: z.number().nullable(),
  /** Messages that the provider announced after an absence and never gave. */
  gap: z.object({ messages: z.number(), since: instantSchema.nullable(), until: instantSchema }).nullable(),
});
export type ChannelView = z.infer<typeof channelViewSchema>;

export const createChannelInput = z.object({
  name: lineSchema(60).min(1),
  queueId: idSchema.nullish(),
});
/** Digits of an E.164 number, however it was written. */
const phoneInput = z
  .string()
  .max(40)
  .transform((text) => text.replace(/\D/g, ''))
  .pipe(z.string().regex(/^\d{8,15}$/, 'is not a phone number'));

export const checkRecipientInput = z.object({ channelId: idSchema, phone: phoneInput });
/** `unknown`: the number could not ask in time; it will before it sends. `phone` is as the provider knows it. */
export interface RecipientView {
  state: 'exists' | 'missing' | 'unknown';
  phone: string;
}

export const channelIdInput = z.object({ id: idSchema });
