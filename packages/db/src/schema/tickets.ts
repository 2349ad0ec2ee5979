import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { channels } from './channels.ts';
import { at, id, now, providerText, tenantId, tenantPolicies } from './columns.ts';
import { contacts } from './contacts.ts';
import { queues, users } from './team.ts';

/** The conversation of one contact on one channel. */
export const tickets = pgTable(
  'tickets',
  {
    tenantId: tenantId(),
    id: id(),
    number: bigint('number', { mode: 'number' }).notNull(),
    channelId: uuid('channel_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    /** Where the provider reaches this conversation. */
    remoteChat: providerText('remote_chat').notNull(),
    state: text('state', { enum: ['pending', 'open', 'closed'] }).notNull(),
    queueId: uuid('queue_id'),
    userId: uuid('user_id'),
    isGroup: boolean('is_group').notNull().default(false),
    unreadCount: integer('unread_count').notNull().default(0),
    rev: bigint('rev', { mode: 'number' }).notNull().default(1),
    attendanceId: uuid('attendance_id'),
    attendanceNumber: integer('attendance_number').notNull().default(0),
    attendanceOpenedAt: at('attendance_opened_at'),
    acceptedAt: at('accepted_at'),
    closedAt: at('closed_at'),
    lastAt: at('last_at').notNull().default(now),
    lastMessageId: uuid('last_message_id'),
    lastKind: text('last_kind'),
    lastDirection: text('last_direction', { enum: ['in', 'out'] }),
    lastPreview: text('last_preview'),
    lastState: text('last_state'),
    /** Order of outgoing messages, taken under this row's lock: a sequence alone is not commit order. */
    outboundSeq: bigint('outbound_seq', { mode: 'number' }).notNull().default(0),
    createdAt: at('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }),
    foreignKey({ columns: [t.tenantId, t.contactId], foreignColumns: [contacts.tenantId, contacts.id] }),
    foreignKey({ columns: [t.tenantId, t.queueId], foreignColumns: [queues.tenantId, queues.id] }),
    foreignKey({ columns: [t.tenantId, t.userId], foreignColumns: [users.tenantId, users.id] }),
    uniqueIndex('tickets_one').on(t.tenantId, t.contactId, t.channelId),
    uniqueIndex('tickets_number').on(t.tenantId, t.number),
    // Ascending and read backwards: `desc` here would sort nulls where `order by … desc` does not look for them.
    index('tickets_list').on(t.tenantId, t.state, t.lastAt, t.id),
    index('tickets_of_user').on(t.tenantId, t.userId, t.state, t.lastAt, t.id),
    index('tickets_live').on(t.tenantId, t.queueId, t.userId).where(sql`state <> 'closed'`),
    check('tickets_state', sql`state in ('pending', 'open', 'closed')`),
    check('tickets_owner', sql`(state = 'open') = (user_id is not null) or is_group or state = 'closed'`),
    check('tickets_unread', sql`unread_count >= 0`),
    ...tenantPolicies(),
  ],
);

/** One service cycle inside a ticket; statistics come from here. */
export const attendances = pgTable(
  'attendances',
  {
    tenantId: tenantId(),
    id: id(),
    ticketId: uuid('ticket_id').notNull(),
    number: integer('number').notNull(),
    queueId: uuid('queue_id'),
    userId: uuid('user_id'),
    openedAt: at('opened_at').notNull(),
    /** First entry into a human queue: where the waiting time starts. */
    queuedAt: at('queued_at'),
    acceptedAt: at('accepted_at'),
    firstResponseAt: at('first_response_at'),
    closedAt: at('closed_at'),
    closeReason: text('close_reason'),
    closedBy: uuid('closed_by'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.ticketId], foreignColumns: [tickets.tenantId, tickets.id] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.tenantId, t.queueId], foreignColumns: [queues.tenantId, queues.id] }),
    foreignKey({ columns: [t.tenantId, t.userId], foreignColumns: [users.tenantId, users.id] }),
    foreignKey({ columns: [t.tenantId, t.closedBy], foreignColumns: [users.tenantId, users.id] }),
    uniqueIndex('attendances_number').on(t.tenantId, t.ticketId, t.number),
    index('attendances_opened').on(t.tenantId, t.openedAt),
    ...tenantPolicies(),
  ],
);

export const ticketLogs = pgTable(
  'ticket_logs',
  {
    tenantId: tenantId(),
    id: id(),
    ticketId: uuid('ticket_id').notNull(),
    attendanceNumber: integer('attendance_number'),
    type: text('type', {
      enum: ['created', 'accepted', 'returned', 'transferred', 'closed', 'reopened', 'merged'],
    }).notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: uuid('actor_id'),
    details: jsonb('details').$type<Record<string, string | number | boolean | null>>().notNull().default({}),
    at: at('at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.ticketId], foreignColumns: [tickets.tenantId, tickets.id] }).onDelete(
      'cascade',
    ),
    index('ticket_logs_ticket').on(t.tenantId, t.ticketId, t.id),
    check(
      'ticket_logs_type',
      sql`type in ('created', 'accepted', 'returned', 'transferred', 'closed', 'reopened', 'merged')`,
    ),
    ...tenantPolicies(),
  ],
);

/** A ticket that went into another one when two contacts became one: its links lead there. */
export const ticketRedirects = pgTable(
  'ticket_redirects',
  {
    tenantId: tenantId(),
    lostTicketId: uuid('lost_ticket_id').notNull(),
    ticketId: uuid('ticket_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.lostTicketId] }),
    foreignKey({ columns: [t.tenantId, t.ticketId], foreignColumns: [tickets.tenantId, tickets.id] }).onDelete(
      'cascade',
    ),
    index('ticket_redirects_ticket').on(t.tenantId, t.ticketId),
    ...tenantPolicies(),
  ],
);
