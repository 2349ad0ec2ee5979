import { z } from 'zod';
import { idSchema, instantSchema } from './ids.ts';
import { isStorable, lineSchema } from './text.ts';

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

/** What a company should know about a number of its own. `down`: not connected for minutes, though it should be. */
export const alertKinds = [
  'down',
  'logged_out',
  'replaced',
  'banned',
  'outdated',
  'restricted',
  'undecryptable',
  'lag',
] as const;
export const alertKindSchema = z.enum(alertKinds);
export type AlertKind = z.infer<typeof alertKindSchema>;

export const channelSettingsSchema = z.object({
  /** A customer who writes so soon after closing joins the last attendance, in seconds. */
  reopenWindowS: z.number().int(),
  takesGroups: z.boolean(),
  historyDays: z.number().int(),
  readReceipts: z.boolean(),
  callPolicy: z.enum(['ignore', 'reject']),
  callText: z.string().nullable(),
  /** Messages per minute, 0 without a limit, and how many may go at once. */
  ratePerMinute: z.number().int(),
  burst: z.number().int(),
  /** Without user and password. */
  proxy: z.string().nullable(),
});
export type ChannelSettings = z.infer<typeof channelSettingsSchema>;

/** Counts are of the last 24 hours. */
export const channelHealthSchema = z.object({
  lastInboundAt: instantSchema.nullable(),
  lastOutboundAt: instantSchema.nullable(),
  reconnects: z.number().int(),
  undecryptable: z.number().int(),
  refused: z.number().int(),
  /** Age of the oldest message that came and is not shown yet. */
  ingestLagMs: z.number().int(),
  updatedAt: instantSchema.nullable(),
});
export type ChannelHealth = z.infer<typeof channelHealthSchema>;

export const channelViewSchema = z.object({
  id: idSchema,
  rev: z.number().int(),
  name: z.string(),
  color: z.string(),
  kind: z.literal('whatsapp'),
  state: channelStateSchema,
  reason: z.string().nullable(),
  /** Text of the QR code while one waits to be scanned. Only people with `channel:manage` ever receive a channel view. */
  qr: z.string().nullable(),
  /** Number that is being linked by a code typed on the phone, and that code once it is there. A credential like `qr`. */
  pairing: z.object({ phone: z.string(), code: z.string().nullable() }).nullable(),
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
  restriction: z.object({ kind: z.string(), until: instantSchema.nullable() }).nullable(),
  settings: channelSettingsSchema,
  health: channelHealthSchema,
  /** Open ones, oldest first. */
  alerts: z.array(z.object({ kind: alertKindSchema, since: instantSchema })),
  /** Taken out of use: it leaves every list. */
  isArchived: z.boolean(),
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

const proxyProtocols = ['http:', 'https:', 'socks:', 'socks5:', 'socks5h:'];

/** An address with host and port, user and password in it if the proxy wants them. */
export const proxyUrlSchema = lineSchema(500).refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  return (
    url !== null &&
    proxyProtocols.includes(url.protocol) &&
    url.hostname !== '' &&
    ['', '/'].includes(url.pathname) &&
    url.search + url.hash === ''
  );
}, 'must be an address like http://user:password@host:3128 or socks5://host:1080');

/** What is left out stays as it is. */
export const updateChannelInput = z.object({
  id: idSchema,
  name: lineSchema(60).min(1).optional(),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, 'must be a colour like #188a5b')
    .optional(),
  queueId: idSchema.nullish(),
  reopenWindowS: z.number().int().min(0).max(604_800).optional(),
  takesGroups: z.boolean().optional(),
  historyDays: z.number().int().min(0).max(3_650).optional(),
  readReceipts: z.boolean().optional(),
  callPolicy: z.enum(['ignore', 'reject']).optional(),
  callText: z.string().trim().max(1_000).refine(isStorable, 'holds characters that cannot be stored').nullish(),
  ratePerMinute: z.number().int().min(1).max(600).optional(),
  burst: z.number().int().min(1).max(100).optional(),
  /** Null goes without. */
  proxyUrl: proxyUrlSchema.nullish(),
});
export type UpdateChannelInput = z.infer<typeof updateChannelInput>;

export const pairingCodeInput = z.object({
  id: idSchema,
  /** As a person writes it; without a country it is a Brazilian number. */
  phone: lineSchema(40).min(1),
});

export interface ChannelIncident {
  id: string;
  state: ChannelState;
  reason: string | null;
  startedAt: string;
  endedAt: string | null;
}
