import type { MediaView, MessageView, TicketView, Viewer } from '@tiktickets/core/contracts';

export const me = '00000000-0000-4000-8000-000000000001';
export const colleague = '00000000-0000-4000-8000-000000000002';
export const queueId = '00000000-0000-4000-8000-0000000000a1';
export const viewer: Viewer = { userId: me, queueIds: [queueId], readUnqueued: true, readAll: false };

const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export function ticket(n: number, over: Partial<TicketView> = {}): TicketView {
  return {
    id: idOf(n),
    rev: 1,
    number: n,
    state: 'pending',
    isGroup: false,
    group: null,
    contact: { id: idOf(1000 + n), name: `Cliente ${n}`, phone: '5511981234567', picture: null, isBlocked: false },
    channel: { id: idOf(1), name: 'Loja', kind: 'whatsapp' },
    queue: { id: queueId, name: 'Financeiro', color: '#123456' },
    agent: null,
    unreadCount: 0,
    protocol: `${n}-1`,
    attendanceOpenedAt: at(n),
    acceptedAt: null,
    lastMessage: null,
    lastActivityAt: at(n),
    ...over,
  };
}

export function message(n: number, over: Partial<MessageView> = {}): MessageView {
  return {
    id: idOf(n),
    rev: 1,
    ticketId: idOf(1),
    clientId: null,
    direction: 'in',
    kind: 'text',
    rawKind: null,
    body: `mensagem ${n}`,
    state: null,
    failure: null,
    stateAt: null,
    hold: null,
    change: null,
    author: null,
    sender: null,
    people: [],
    fromPhone: false,
    attendanceNumber: 1,
    sentAt: at(n),
    media: null,
    details: null,
    quoted: null,
    reactions: [],
    isForwarded: false,
    isEphemeral: false,
    isHistory: false,
    albumId: null,
    votes: [],
    editedAt: null,
    deletedAt: null,
    ...over,
  };
}

/** A picture that is here. */
export const media = (n: number): MediaView => ({
  id: idOf(5000 + n),
  kind: 'image',
  state: 'stored',
  failure: null,
  mimetype: 'image/png',
  fileName: null,
  sizeBytes: 100,
  width: 10,
  height: 10,
  seconds: null,
  waveform: null,
  thumbnail: null,
  isPreparing: false,
  hasThumbnail: false,
  hasPlayable: false,
});

/** A moment, `n` minutes into an arbitrary day. */
export const at = (n: number) => new Date(Date.UTC(2026, 10, 20, 12, n)).toISOString();

export const onePage = <T>(items: T[], nextCursor: string | null = null) => ({
  pages: [{ items, nextCursor }],
  pageParams: [null],
});
