import type { MediaView, MessageView } from '@tiktickets/core/contracts';
import type { OutboxEntry, OutboxFile } from '@/lib/live/outbox.ts';
import { type AlbumRow, isSameSender, joinAlbums, type MessageOnlyRow } from './album-rows.ts';

export type MessageRow =
  | { type: 'beginning'; key: string }
  | { type: 'day'; key: string; at: string }
  | { type: 'protocol'; key: string; attendanceNumber: number }
  | { type: 'unread'; key: string; count: number }
  | MessageOnlyRow
  | AlbumRow;

/** The messages that a row shows. */
export function messagesIn(row: MessageRow): readonly MessageView[] {
  if (row.type === 'message') return [row.message];
  if (row.type !== 'album') return [];
  return row.notice ? [row.notice, ...row.messages] : row.messages;
}

export interface RowsInput {
  /** Oldest first. */
  messages: readonly MessageView[];
  hasOlder: boolean;
  dayKey: (at: string) => string;
  /** The first message that was unread when the conversation was opened. */
  unread: { beforeId: string; count: number } | null;
}

const groupGapMs = 5 * 60_000;

/** The conversation as it is drawn: messages with the dividers between them, each under a key that never changes. */
export function buildRows({ messages, hasOlder, dayKey, unread }: RowsInput): MessageRow[] {
  const rows: MessageRow[] = [];
  if (!hasOlder) rows.push({ type: 'beginning', key: 'beginning' });
  const days = new Set<string>();
  let previous: MessageView | null = null;
  for (const message of messages) {
    const day = dayKey(message.sentAt);
    const startsDay = !previous || dayKey(previous.sentAt) !== day;
    // A clock that went wrong may bring a day back a second time.
    if (startsDay)
      rows.push({ type: 'day', key: days.has(day) ? `day:${day}:${message.id}` : `day:${day}`, at: message.sentAt });
    days.add(day);
    const number = message.attendanceNumber;
    const startsProtocol =
      number !== null && number !== (previous?.attendanceNumber ?? (hasOlder && !previous ? number : null));
    if (startsProtocol)
      rows.push({ type: 'protocol', key: `protocol:${number}:${message.id}`, attendanceNumber: number });
    const startsUnread = unread?.beforeId === message.id;
    if (startsUnread) rows.push({ type: 'unread', key: 'unread', count: unread.count });
    const startsGroup = startsDay || startsProtocol || startsUnread || !previous || !isSameBreath(previous, message);
    rows.push({ type: 'message', key: message.clientId ?? message.id, message, startsGroup });
    previous = message;
  }
  return joinAlbums(rows);
}

/** The optimistic rows: what waits in the outbox and is not yet among the stored messages. */
export function withOutbox(
  messages: readonly MessageView[],
  outbox: readonly OutboxEntry[],
  author: { id: string; name: string },
): MessageView[] {
  const stored = new Set(messages.map((message) => message.clientId));
  const attendanceNumber = messages.at(-1)?.attendanceNumber ?? null;
  const waiting = outbox.filter((entry) => !stored.has(entry.clientId));
  return [...messages, ...waiting.map((entry) => optimistic(entry, author, attendanceNumber))];
}

function optimistic(
  entry: OutboxEntry,
  author: { id: string; name: string },
  attendanceNumber: number | null,
): MessageView {
  return {
    id: entry.clientId,
    rev: 0,
    ticketId: entry.ticketId,
    clientId: entry.clientId,
    direction: 'out',
    kind: kindOfEntry(entry),
    rawKind: null,
    body: entry.details?.kind === 'poll' ? entry.details.question : entry.body || null,
    state: entry.failure ? 'failed' : 'queued',
    failure: entry.failure,
    stateAt: entry.createdAt,
    hold: null,
    change: null,
    author,
    sender: null,
    people: entry.people ?? [],
    fromPhone: false,
    attendanceNumber,
    sentAt: entry.createdAt,
    media: entry.file ? uploading(entry, entry.file) : null,
    details: entry.details?.kind === 'location' ? { ...entry.details, isLive: false } : (entry.details ?? null),
    quoted: entry.quoted ?? null,
    reactions: [],
    isForwarded: false,
    isEphemeral: false,
    isHistory: false,
    albumId: null,
    votes: [],
    editedAt: null,
    deletedAt: null,
  };
}

function kindOfEntry({ file, details }: OutboxEntry): MessageView['kind'] {
  if (details) return details.kind === 'contacts' ? 'contact' : details.kind;
  if (!file) return 'text';
  return file.kind === 'gif' ? 'video' : file.kind;
}

/** A file that is still here; under the client id its bubble finds the progress. */
function uploading({ clientId }: OutboxEntry, file: OutboxFile): MediaView {
  return {
    id: clientId,
    kind: file.kind,
    state: 'due',
    failure: null,
    mimetype: file.mimetype,
    fileName: file.name,
    sizeBytes: file.sizeBytes,
    width: null,
    height: null,
    seconds: null,
    waveform: null,
    thumbnail: null,
    isPreparing: false,
    hasThumbnail: false,
    hasPlayable: false,
  };
}

const isSameBreath = (a: MessageView, b: MessageView): boolean =>
  isSameSender(a, b) && Math.abs(Date.parse(b.sentAt) - Date.parse(a.sentAt)) < groupGapMs;
