import { z } from 'zod';
import type { InboundMessage, JournalEntry, MessageDetails } from '../../contract.ts';
import { clampText } from './clamp.ts';

/** Envelope name under which the driver journals what came without an encrypted message: calls and group notices. */
export const noticeAttribute = 'notice';

const person = z.object({ phone: z.string().nullable(), lid: z.string().nullable() });
const groupNotices = [
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
] as const;

const noticeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('group-notice'),
    notice: z.enum(groupNotices),
    people: z.array(person),
    text: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('call'),
    callId: z.string(),
    isVideo: z.boolean(),
    outcome: z.enum(['offered', 'missed', 'accepted', 'rejected', 'ended']),
  }),
  z.object({ kind: z.literal('view-once') }),
]);

export type Notice = Extract<MessageDetails, { kind: 'group-notice' | 'call' | 'view-once' }>;

export function encodeNotice(notice: Notice): string {
  return JSON.stringify(notice);
}

const people = 300;

/** What a notice says; null when the entry holds a message. */
export function describeNotice(
  entry: JournalEntry,
): (Pick<InboundMessage, 'kind' | 'body' | 'targetRemoteId'> & { details: Notice; isViewOnce: boolean }) | null {
  const json = entry.envelope[noticeAttribute];
  if (json === undefined || entry.content.length > 0) return null;
  const parsed = noticeSchema.safeParse(parse(json));
  if (!parsed.success) return null;
  const details = parsed.data;
  if (details.kind === 'call') {
    const targetRemoteId = details.callId === entry.remoteId ? null : details.callId;
    return { kind: 'call', body: null, targetRemoteId, details, isViewOnce: false };
  }
  if (details.kind === 'view-once')
    return { kind: 'system', body: null, targetRemoteId: null, details, isViewOnce: true };
  const text = clampText(details.text, 4_096);
  return {
    kind: 'system',
    body: text,
    targetRemoteId: null,
    details: { ...details, text, people: details.people.slice(0, people) },
    isViewOnce: false,
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
