import { z } from 'zod';
import { roomSchema } from './groups.ts';
import { cursorSchema, idSchema, instantSchema } from './ids.ts';
import { deliveryStateSchema, directionSchema, messageKindSchema } from './messages.ts';
import { lineSchema } from './text.ts';

export const ticketStates = ['pending', 'open', 'closed'] as const;
export const ticketStateSchema = z.enum(ticketStates);
export type TicketState = z.infer<typeof ticketStateSchema>;

export const ticketTabs = ['mine', 'pending', 'groups', 'closed'] as const;
export const ticketTabSchema = z.enum(ticketTabs);
export type TicketTab = z.infer<typeof ticketTabSchema>;

export const ticketViewSchema = z.object({
  id: idSchema,
  /** Grows with every change; an older view never replaces a newer one. */
  rev: z.number().int(),
  number: z.number().int(),
  state: ticketStateSchema,
  isGroup: z.boolean(),
  /** Only of a room. */
  group: roomSchema.nullable(),
  contact: z.object({
    id: idSchema,
    name: z.string(),
    phone: z.string().nullable(),
    /** Version of the profile picture, which is at `/api/media/picture/<id>?v=<version>`; null when there is none. */
    picture: z.string().nullable(),
    /** The number of this conversation blocks them, or is about to. */
    isBlocked: z.boolean(),
  }),
  channel: z.object({ id: idSchema, name: z.string(), kind: z.literal('whatsapp') }),
  queue: z.object({ id: idSchema, name: z.string(), color: z.string() }).nullable(),
  agent: z.object({ id: idSchema, name: z.string() }).nullable(),
  unreadCount: z.number().int(),
  /** `<ticket number>-<attendance number>`, what the customer is told. */
  protocol: z.string().nullable(),
  /** Start of the present (or last) attendance. */
  attendanceOpenedAt: instantSchema.nullable(),
  acceptedAt: instantSchema.nullable(),
  lastMessage: z
    .object({
      kind: messageKindSchema,
      direction: directionSchema,
      preview: z.string(),
      state: deliveryStateSchema.nullable(),
    })
    .nullable(),
  lastActivityAt: instantSchema,
});
export type TicketView = z.infer<typeof ticketViewSchema>;

/** What a list is narrowed to; all of it must hold. */
export const ticketFiltersSchema = z.object({
  queueId: idSchema.optional(),
  userId: idSchema.optional(),
  channelId: idSchema.optional(),
  isUnread: z.literal(true).optional(),
});
export type TicketFilters = z.infer<typeof ticketFiltersSchema>;

export const listTicketsInput = z.object({
  tab: ticketTabSchema,
  filters: ticketFiltersSchema.optional(),
  /** Words of the contact's name, any fragment of the phone number, or a ticket's number or protocol (`#12`, `12-3`). */
  search: lineSchema(100).optional(),
  cursor: cursorSchema.nullish(),
  limit: z.number().int().min(1).max(100).default(40),
});
export type ListTicketsInput = z.input<typeof listTicketsInput>;
export interface TicketPage {
  items: TicketView[];
  nextCursor: string | null;
}

/** Exact for live tickets; `closed` stops counting at 100 (show "99+"). */
export interface TicketCounts {
  mine: number;
  pending: number;
  groups: number;
  closed: number;
  /** Unread messages over the viewer's own and pending tickets. */
  unread: number;
}

export const ticketIdInput = z.object({ id: idSchema });
/** To a queue (anybody there may accept), to an agent (who has it at once), or both. */
export const transferTicketInput = z
  .object({
    id: idSchema,
    queueId: idSchema.nullish(),
    userId: idSchema.nullish(),
    /** For colleagues only. */
    note: lineSchema(500).optional(),
  })
  .refine((input) => input.queueId != null || input.userId != null, { path: ['queueId'], message: 'no target' });
export type TransferTicketInput = z.input<typeof transferTicketInput>;
export const closeTicketInput = z.object({ id: idSchema, reason: lineSchema(200).optional() });

export const ticketLogTypes = [
  'created',
  'accepted',
  'returned',
  'transferred',
  'closed',
  'reopened',
  'merged',
] as const;
export type TicketLogType = (typeof ticketLogTypes)[number];
export interface TicketLogView {
  id: string;
  type: TicketLogType;
  actorName: string | null;
  attendanceNumber: number | null;
  /** Where a transfer went: the agent's name, or the queue's. */
  target: string | null;
  note: string | null;
  at: string;
}
export interface AttendanceView {
  id: string;
  number: number;
  protocol: string;
  queueName: string | null;
  agentName: string | null;
  openedAt: string;
  acceptedAt: string | null;
  closedAt: string | null;
}

/** Who is looking, as far as visibility goes. */
export interface Viewer {
  userId: string;
  queueIds: readonly string[];
  readUnqueued: boolean;
  readAll: boolean;
}

/** The one visibility rule: list, search, counts, live feed and screen all use it (in SQL: `tickets/repository.ts`). */
export function canSeeTicket(
  viewer: Viewer,
  ticket: { agent: { id: string } | null; queue: { id: string } | null },
): boolean {
  if (viewer.readAll || ticket.agent?.id === viewer.userId) return true;
  return ticket.queue ? viewer.queueIds.includes(ticket.queue.id) : viewer.readUnqueued;
}

/** Whether a ticket passes a list's filters; the list query says the same in SQL. */
export function passesFilters(ticket: TicketView, filters: TicketFilters): boolean {
  return (
    (filters.queueId === undefined || ticket.queue?.id === filters.queueId) &&
    (filters.userId === undefined || ticket.agent?.id === filters.userId) &&
    (filters.channelId === undefined || ticket.channel.id === filters.channelId) &&
    (!filters.isUnread || ticket.unreadCount > 0)
  );
}

/** Whether a ticket belongs on a tab of this viewer; the list query says the same in SQL. */
export function isOnTab(viewer: Viewer, ticket: TicketView, tab: TicketTab): boolean {
  if (!canSeeTicket(viewer, ticket)) return false;
  switch (tab) {
    case 'mine':
      return !ticket.isGroup && ticket.state === 'open' && ticket.agent?.id === viewer.userId;
    case 'pending':
      return !ticket.isGroup && ticket.state === 'pending';
    case 'groups':
      return ticket.isGroup && ticket.state !== 'closed';
    case 'closed':
      return ticket.state === 'closed';
  }
}
