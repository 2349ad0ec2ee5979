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
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { channels } from './channels.ts';
import { at, bytes, id, now, providerText, tenantId, tenantPolicies } from './columns.ts';
import { contacts } from './contacts.ts';
import { users } from './team.ts';
import { attendances, tickets } from './tickets.ts';

/**
 * Both directions. An outgoing row in `queued` or `sending` *is* the outbox.
 * Ids are uuidv7 of `sent_at`, so the primary key orders a conversation by time.
 */
export const messages = pgTable(
  'messages',
  {
    tenantId: tenantId(),
    id: id(),
    ticketId: uuid('ticket_id').notNull(),
    attendanceId: uuid('attendance_id'),
    channelId: uuid('channel_id').notNull(),
    /** `note`: internal, never leaves; its provider id is our own. */
    direction: text('direction', { enum: ['in', 'out', 'note'] }).notNull(),
    kind: text('kind').notNull(),
    rawKind: text('raw_kind'),
    body: text('body'),
    /** Serialised provider message of a kind that we do not render yet. */
    raw: bytes('raw'),
    remoteChat: providerText('remote_chat').notNull(),
    remoteId: providerText('remote_id').notNull(),
    fromMe: boolean('from_me').notNull(),
    clientId: text('client_id'),
    /** In a group, the person who wrote it, and how the provider addresses them there (a reply has to name it). */
    authorContactId: uuid('author_contact_id'),
    participant: providerText('participant'),
    /** People named in the body by `@` and one of their ids. */
    mentions: jsonb('mentions').$type<{ phone: string | null; lid: string | null }[]>(),
    /** What a kind has beside its text (place, contacts, poll …), as contracts' `MessageDetails`. */
    details: jsonb('details').$type<Record<string, unknown>>(),
    /** The message that this one answers, by the provider's id, and what it said then: it may be one we never had. */
    quoted: jsonb('quoted').$type<Record<string, unknown>>(),
    isForwarded: boolean('is_forwarded').notNull().default(false),
    /** It disappears from the customer's phone after a while. */
    isEphemeral: boolean('is_ephemeral').notNull().default(false),
    /** Taken over from the phone when it was paired: in no attendance, never unread. */
    isHistory: boolean('is_history').notNull().default(false),
    /** The provider's id of the album that this picture belongs to. */
    albumRemoteId: providerText('album_remote_id'),
    editedAt: at('edited_at'),
    deletedAt: at('deleted_at'),
    userId: uuid('user_id'),
    state: text('state', { enum: ['queued', 'sending', 'sent', 'delivered', 'read', 'played', 'failed'] }),
    failure: text('failure'),
    /** When `state` was reached: what waits too long for its next tick is told from this. */
    stateAt: at('state_at'),
    /** An outgoing reaction, edit or deletion: the message that it changes. Such a row is work, not part of the conversation. */
    targetId: uuid('target_id'),
    /** A failed message that its sender gave up on; hidden, and back as soon as the customer's phone confirms it all the same. */
    discardedAt: at('discarded_at'),
    rev: bigint('rev', { mode: 'number' }).notNull().default(1),
    /** Outbox: order inside the conversation, 0 = agents before bots before campaigns, tries, hold, fencing epoch. */
    seq: bigint('seq', { mode: 'number' }),
    priority: smallint('priority').notNull().default(0),
    attempts: integer('attempts').notNull().default(0),
    nextAt: at('next_at'),
    epoch: bigint('epoch', { mode: 'number' }),
    /** Incoming: whether the customer has been shown that it was read. */
    readReceipt: text('read_receipt', { enum: ['due', 'sent'] }),
    sentAt: at('sent_at').notNull(),
    createdAt: at('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.ticketId], foreignColumns: [tickets.tenantId, tickets.id] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.tenantId, t.attendanceId], foreignColumns: [attendances.tenantId, attendances.id] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }),
    foreignKey({ columns: [t.tenantId, t.userId], foreignColumns: [users.tenantId, users.id] }),
    foreignKey({ columns: [t.tenantId, t.authorContactId], foreignColumns: [contacts.tenantId, contacts.id] }),
    foreignKey({ columns: [t.tenantId, t.targetId], foreignColumns: [t.tenantId, t.id] }).onDelete('cascade'),
    // Nothing twice: the provider's identity of a message, led by the id because receipts name only that.
    uniqueIndex('messages_provider').on(t.tenantId, t.channelId, t.remoteId, t.remoteChat, t.fromMe),
    uniqueIndex('messages_client').on(t.tenantId, t.ticketId, t.clientId).where(sql`client_id is not null`),
    index('messages_page').on(t.tenantId, t.ticketId, t.id),
    // The outbox: the lane walks it in order, and looks for what stands before a row in its conversation.
    index('messages_outbox').on(t.tenantId, t.channelId, t.priority, t.id).where(sql`state in ('queued', 'sending')`),
    index('messages_outbox_conversation').on(t.tenantId, t.ticketId, t.seq).where(sql`state in ('queued', 'sending')`),
    index('messages_author').on(t.tenantId, t.authorContactId).where(sql`author_contact_id is not null`),
    index('messages_changes').on(t.tenantId, t.targetId).where(sql`target_id is not null`),
    index('messages_read_due').on(t.tenantId, t.channelId).where(sql`read_receipt = 'due'`),
    index('messages_unread').on(t.tenantId, t.ticketId).where(sql`direction = 'in' and read_receipt is null`),
    check('messages_direction', sql`direction in ('in', 'out', 'note')`),
    check('messages_state', sql`state in ('queued', 'sending', 'sent', 'delivered', 'read', 'played', 'failed')`),
    check('messages_state_of_direction', sql`(direction = 'out') = (state is not null)`),
    check('messages_read_receipt', sql`read_receipt in ('due', 'sent')`),
    ...tenantPolicies(),
  ],
);

/** One emoji of one person on one message; `author` is `me` for the paired account, else the person's id at the provider. */
export const messageReactions = pgTable(
  'message_reactions',
  {
    tenantId: tenantId(),
    messageId: uuid('message_id').notNull(),
    author: providerText('author').notNull(),
    emoji: text('emoji').notNull(),
    reactedAt: at('reacted_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.messageId, t.author] }),
    foreignKey({ columns: [t.tenantId, t.messageId], foreignColumns: [messages.tenantId, messages.id] }).onDelete(
      'cascade',
    ),
    ...tenantPolicies(),
  ],
);

/** What an edited message said before. */
export const messageEdits = pgTable(
  'message_edits',
  {
    tenantId: tenantId(),
    id: id(),
    messageId: uuid('message_id').notNull(),
    body: text('body'),
    editedAt: at('edited_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.messageId], foreignColumns: [messages.tenantId, messages.id] }).onDelete(
      'cascade',
    ),
    index('message_edits_message').on(t.tenantId, t.messageId, t.id),
    ...tenantPolicies(),
  ],
);

/** What the provider gave us, before it is acknowledged to them. A row without `ingested_at` is work to do. */
export const inboundJournal = pgTable(
  'inbound_journal',
  {
    tenantId: tenantId(),
    id: id(),
    channelId: uuid('channel_id').notNull(),
    remoteChat: providerText('remote_chat').notNull(),
    remoteId: providerText('remote_id').notNull(),
    fromMe: boolean('from_me').notNull(),
    envelope: jsonb('envelope').$type<Record<string, string>>().notNull(),
    content: bytes('content').notNull(),
    receivedAt: at('received_at').notNull().default(now),
    ingestedAt: at('ingested_at'),
    attempts: integer('attempts').notNull().default(0),
    error: text('error'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }).onDelete(
      'cascade',
    ),
    uniqueIndex('inbound_journal_provider').on(t.tenantId, t.channelId, t.remoteId, t.remoteChat, t.fromMe),
    index('inbound_journal_waiting').on(t.tenantId, t.channelId, t.id).where(sql`ingested_at is null`),
    index('inbound_journal_received').on(t.receivedAt),
    ...tenantPolicies(),
  ],
);
