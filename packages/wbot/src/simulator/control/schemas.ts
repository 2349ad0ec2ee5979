import { z } from 'zod';

const phone = z.string().regex(/^\d{8,15}$/, 'digits of an E.164 number, without "+"');
const address = z.string().regex(/^(\d{8,15}|\d{8,20}@lid|\d{8,15}@s\.whatsapp\.net)$/, 'a phone or <lid>@lid');
const count = z.int().min(1).max(10_000).optional();
const device = z.int().min(1).max(255).optional();

export const newPhoneSchema = z.strictObject({ name: z.string().min(1).max(120), phone: phone.optional() });

export const newMessageSchema = z.strictObject({
  to: address,
  text: z.string().max(70_000),
  id: z.string().min(1).max(128).optional(),
  atMs: z.int().min(0).max(4_102_444_800_000).optional(),
  addressing: z.enum(['pn', 'lid', 'lid-only']).optional(),
  kind: z.enum(['text', 'image']).optional(),
  copies: z.int().min(1).max(100).optional(),
  undecryptable: z.boolean().optional(),
});

export const readSchema = z.strictObject({ peer: address });
export const typingSchema = z.strictObject({ to: address, active: z.boolean() });
export const phonePatchSchema = z.strictObject({ reads: z.enum(['auto', 'manual']) });
export const scanSchema = z.strictObject({
  qr: z.string().min(1).max(2_000),
  name: z.string().min(1).max(120).optional(),
});

export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('lost-ack'), phone, count }),
  z.strictObject({ kind: z.literal('nack'), phone, code: z.string().regex(/^\d{3}$/), count }),
  z.strictObject({ kind: z.literal('silent-iq'), phone, xmlns: z.string().min(1).max(60), count }),
  z.strictObject({ kind: z.literal('login-failure'), phone, reason: z.int().min(400).max(599), count }),
  z.strictObject({ kind: z.literal('upgrade-status'), status: z.int().min(400).max(599), count }),
  z.strictObject({ kind: z.enum(['drop', 'freeze', 'garbage', 'replaced', 'removed', 'restart']), phone, device }),
  z.strictObject({ kind: z.literal('forget-sessions'), phone }),
  z.strictObject({ kind: z.literal('stream-error'), phone, code: z.int().min(400).max(599), device }),
]);
