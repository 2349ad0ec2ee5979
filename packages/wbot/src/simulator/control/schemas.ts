import { z } from 'zod';

const phone = z.string().regex(/^\d{8,15}$/, 'digits of an E.164 number, without "+"');
const address = z
  .string()
  .regex(/^(\d{8,15}|\d{8,20}@lid|\d{8,15}@s\.whatsapp\.net|\d{5,30}@g\.us)$/, 'a phone, <lid>@lid or <group>@g.us');
const messageId = z.string().min(1).max(128);
const count = z.int().min(1).max(10_000).optional();
const maxSkewMs = 20 * 365 * 86_400_000;
const device = z.int().min(1).max(255).optional();

export const newPhoneSchema = z.strictObject({ name: z.string().min(1).max(120), phone: phone.optional() });

const fileSchema = z.strictObject({
  base64: z.base64().optional(),
  sizeBytes: z
    .int()
    .min(1)
    .max(2 * 1024 ** 3)
    .optional(),
  mimetype: z.string().min(1).max(120).optional(),
  fileName: z.string().min(1).max(300).optional(),
  seconds: z.int().min(0).max(100_000).optional(),
  claims: z
    .strictObject({
      sha256: z.base64().optional(),
      directPath: z.string().max(5_000).optional(),
      sizeBytes: z.int().min(0).optional(),
    })
    .optional(),
});

export const newMessageSchema = z.strictObject({
  to: address,
  text: z.string().max(70_000).optional(),
  file: fileSchema.optional(),
  quotes: messageId.optional(),
  target: messageId.optional(),
  emoji: z.string().max(64).optional(),
  isForwarded: z.boolean().optional(),
  isEphemeral: z.boolean().optional(),
  mentions: z.array(phone).max(50).optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
  contacts: z
    .array(z.strictObject({ name: z.string().max(200), phones: z.array(z.string().max(40)).max(10) }))
    .max(50)
    .optional(),
  options: z.array(z.string().max(200)).max(20).optional(),
  selectableCount: z.int().min(0).max(20).optional(),
  isVideo: z.boolean().optional(),
  id: messageId.optional(),
  atMs: z.int().min(0).max(4_102_444_800_000).optional(),
  addressing: z.enum(['pn', 'lid', 'lid-only']).optional(),
  kind: z
    .enum([
      'text',
      'image',
      'video',
      'gif',
      'audio',
      'voice',
      'document',
      'sticker',
      'view-once',
      'view-once-unavailable',
      'location',
      'live-location',
      'link',
      'contact',
      'poll',
      'vote',
      'reaction',
      'edit',
      'delete',
      'buttons',
      'list',
      'template',
      'album',
      'call',
      'unknown',
    ])
    .optional(),
  device,
  copies: z.int().min(1).max(100).optional(),
  undecryptable: z.boolean().optional(),
  isLost: z.boolean().optional(),
  album: messageId.optional(),
  sequence: z.int().min(1).max(1_000_000).optional(),
});

export const newGroupSchema = z.strictObject({
  subject: z.string().min(1).max(100),
  owner: phone,
  members: z.array(phone).max(1024),
  addressing: z.enum(['pn', 'lid']).optional(),
  id: z
    .string()
    .regex(/^\d{5,30}@g\.us$/)
    .optional(),
});

export const groupChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['add', 'remove', 'promote', 'demote']),
    by: phone,
    phones: z.array(phone).min(1).max(1024),
  }),
  z.strictObject({ kind: z.enum(['subject', 'description']), by: phone, text: z.string().max(2_048) }),
  z.strictObject({ kind: z.enum(['announcement', 'not_announcement', 'locked', 'unlocked']), by: phone }),
]);

export const readSchema = z.strictObject({ peer: address, device });
export const typingSchema = z.strictObject({ to: address, active: z.boolean() });
export const phonePatchSchema = z.strictObject({
  reads: z.enum(['auto', 'manual']).optional(),
  isOffline: z.boolean().optional(),
  hidesReads: z.boolean().optional(),
});
export const addressBookSchema = z.strictObject({ phone, name: z.string().min(1).max(120) });
export const blockSchema = z.strictObject({ phone, isBlocked: z.boolean() });
export const pictureSchema = z.strictObject({ base64: z.base64().nullable(), isHidden: z.boolean().optional() });
export const callEndSchema = z.strictObject({
  to: phone,
  end: z.enum(['timeout', 'hang-up', 'accepted', 'rejected']),
});
export const linkCodeSchema = z.strictObject({
  code: z.string().regex(/^[0-9A-Za-z]{8}$/, 'the eight characters of the code'),
  name: z.string().min(1).max(120).optional(),
});
export const scanSchema = z.strictObject({
  qr: z.string().min(1).max(2_000),
  name: z.string().min(1).max(120).optional(),
});

export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('media-status'), status: z.int().min(400).max(599), count }),
  z.strictObject({
    kind: z.literal('expire-file'),
    phone,
    id: messageId,
    status: z.literal([403, 404, 410]).optional(),
    gone: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('malformed'), phone, seed: z.int(), amount: z.int().min(1).max(10_000) }),
  z.strictObject({ kind: z.literal('damage-file'), phone, id: messageId }),
  z.strictObject({ kind: z.literal('lost-ack'), phone, count }),
  z.strictObject({ kind: z.literal('nack'), phone, code: z.string().regex(/^\d{3}$/), count }),
  z.strictObject({ kind: z.literal('silent-iq'), phone, xmlns: z.string().min(1).max(60), count }),
  z.strictObject({
    kind: z.literal('iq-error'),
    phone,
    xmlns: z.string().min(1).max(60),
    code: z.int().min(400).max(599),
    count,
  }),
  z.strictObject({ kind: z.literal('clock'), skewMs: z.int().min(-maxSkewMs).max(maxSkewMs) }),
  z.strictObject({
    kind: z.literal('slow'),
    phone,
    what: z.enum(['iq', 'ack', 'message']),
    xmlns: z.string().min(1).max(60).optional(),
    minMs: z.int().min(0).max(600_000),
    maxMs: z.int().min(0).max(600_000),
    count,
  }),
  z.strictObject({ kind: z.literal('timelock'), phone, untilMs: z.int().min(0) }),
  z.strictObject({ kind: z.literal('login-failure'), phone, reason: z.int().min(400).max(599), count }),
  z.strictObject({ kind: z.literal('upgrade-status'), status: z.int().min(400).max(599), count }),
  z.strictObject({ kind: z.enum(['drop', 'freeze', 'garbage', 'replaced', 'removed', 'restart']), phone, device }),
  z.strictObject({ kind: z.literal('lose-backlog'), phone, count }),
  z.strictObject({ kind: z.literal('forget-sessions'), phone, device }),
  z.strictObject({
    kind: z.literal('client-version'),
    minimum: z.tuple([z.int().min(0), z.int().min(0), z.int().min(0)]).nullable(),
  }),
  z.strictObject({ kind: z.literal('stream-error'), phone, code: z.int().min(400).max(599), device }),
]);
