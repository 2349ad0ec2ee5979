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
import { at, id, now, tenantId, tenantPolicies } from './columns.ts';
import { messages } from './messages.ts';
import { users } from './team.ts';
import { tickets } from './tickets.ts';

/** A file of a conversation: one that a message carries, or one uploaded and not sent yet. */
export const media = pgTable(
  'media',
  {
    tenantId: tenantId(),
    id: id(),
    ticketId: uuid('ticket_id').notNull(),
    channelId: uuid('channel_id').notNull(),
    messageId: uuid('message_id'),
    uploadedBy: uuid('uploaded_by'),
    kind: text('kind').notNull(),
    /** `due`: to be fetched from the provider; `stored`: here; `failed`: given up, `failure` says why; `remote`: fetched when a person asks. */
    state: text('state', { enum: ['due', 'stored', 'failed', 'remote'] }).notNull(),
    failure: text('failure'),
    /** How the provider lets us fetch it, keys included. Dropped once the file is here. */
    reference: jsonb('reference').$type<Record<string, unknown>>(),
    storageKey: text('storage_key'),
    sha256: text('sha256'),
    mimetype: text('mimetype').notNull(),
    fileName: text('file_name'),
    sizeBytes: bigint('size_bytes', { mode: 'number' }),
    width: integer('width'),
    height: integer('height'),
    seconds: integer('seconds'),
    isGif: boolean('is_gif').notNull().default(false),
    /** 64 levels of 0 to 100, base64. */
    waveform: text('waveform'),
    /** A small JPEG, base64, shown while the file is on its way. */
    thumbnail: text('thumbnail'),
    /** Work on a stored file: a recording to convert, a picture to measure. Null where there is nothing to do. */
    prepare: text('prepare', { enum: ['due', 'done', 'failed'] }),
    prepareAttempts: integer('prepare_attempts').notNull().default(0),
    attempts: integer('attempts').notNull().default(0),
    nextAt: at('next_at'),
    createdAt: at('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.ticketId], foreignColumns: [tickets.tenantId, tickets.id] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }),
    foreignKey({ columns: [t.tenantId, t.messageId], foreignColumns: [messages.tenantId, messages.id] }).onDelete(
      'cascade',
    ),
    foreignKey({ columns: [t.tenantId, t.uploadedBy], foreignColumns: [users.tenantId, users.id] }),
    uniqueIndex('media_message').on(t.tenantId, t.messageId),
    index('media_due').on(t.tenantId, t.channelId, t.id).where(sql`state = 'due'`),
    index('media_ticket').on(t.tenantId, t.ticketId, t.id),
    index('media_stored_file').on(t.tenantId, t.storageKey).where(sql`storage_key is not null`),
    index('media_prepare').on(t.id).where(sql`prepare = 'due'`),
    index('media_unsent').on(t.createdAt).where(sql`message_id is null`),
    check('media_prepare', sql`prepare in ('due', 'done', 'failed')`),
    check('media_state', sql`state in ('due', 'stored', 'failed', 'remote')`),
    check('media_stored', sql`(state = 'stored') = (storage_key is not null)`),
    ...tenantPolicies(),
  ],
);

/** What was made of a file for the screens that cannot show it as it is: a small picture, a sound that every browser plays. */
export const mediaRenditions = pgTable(
  'media_renditions',
  {
    tenantId: tenantId(),
    mediaId: uuid('media_id').notNull(),
    kind: text('kind', { enum: ['thumbnail', 'playable'] }).notNull(),
    storageKey: text('storage_key').notNull(),
    sha256: text('sha256').notNull(),
    mimetype: text('mimetype').notNull(),
    sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
    createdAt: at('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.mediaId, t.kind] }),
    foreignKey({ columns: [t.tenantId, t.mediaId], foreignColumns: [media.tenantId, media.id] }).onDelete('cascade'),
    index('media_renditions_stored_file').on(t.tenantId, t.storageKey),
    check('media_renditions_kind', sql`kind in ('thumbnail', 'playable')`),
    ...tenantPolicies(),
  ],
);
