import { z } from 'zod';

const person = z.object({ phone: z.string().nullable(), lid: z.string().nullable() });

/** What a kind has beside its text. The same shapes as the driver's; a type test holds the two together. */
export const messageDetailsSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('location'),
    latitude: z.number(),
    longitude: z.number(),
    name: z.string().nullable(),
    address: z.string().nullable(),
    isLive: z.boolean(),
    isMove: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('contacts'),
    contacts: z.array(z.object({ name: z.string(), phones: z.array(z.string()) })),
  }),
  z.object({
    kind: z.literal('poll'),
    question: z.string(),
    options: z.array(z.string()),
    selectableCount: z.number(),
  }),
  z.object({ kind: z.literal('poll-vote'), options: z.array(z.string()).nullable() }),
  z.object({ kind: z.literal('reaction'), emoji: z.string() }),
  z.object({ kind: z.literal('edit'), body: z.string() }),
  z.object({ kind: z.literal('delete') }),
  z.object({
    kind: z.literal('choices'),
    title: z.string().nullable(),
    footer: z.string().nullable(),
    choices: z.array(z.object({ id: z.string().nullable(), text: z.string(), url: z.string().nullable() })),
  }),
  z.object({ kind: z.literal('choice-made'), id: z.string().nullable(), text: z.string() }),
  z.object({
    kind: z.literal('group-notice'),
    notice: z.enum([
      'create',
      'add',
      'remove',
      'leave',
      'promote',
      'demote',
      'subject',
      'description',
      'settings',
      'other',
    ]),
    people: z.array(person),
    text: z.string().nullable(),
  }),
  z.object({ kind: z.literal('view-once') }),
  z.object({ kind: z.literal('album'), images: z.number(), videos: z.number() }),
  z.object({
    kind: z.literal('link'),
    url: z.string(),
    title: z.string().nullable(),
    description: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('call'),
    callId: z.string(),
    isVideo: z.boolean(),
    outcome: z.enum(['offered', 'missed', 'accepted', 'rejected', 'ended']),
  }),
]);
export type MessageDetails = z.infer<typeof messageDetailsSchema>;
