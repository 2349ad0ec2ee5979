import { sql } from 'drizzle-orm';
import {
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

/** What each person chose in a poll, last word only; `voter` as the author of a reaction. */
export const pollVotes = pgTable(
  'poll_votes',
  {
    tenantId: tenantId(),
    channelId: uuid('channel_id').notNull(),
    pollRemoteId: providerText('poll_remote_id').notNull(),
    voter: providerText('voter').notNull(),
    /** Null while the vote cannot be opened, because its poll is not here yet. */
    options: jsonb('options').$type<string[]>(),
    /** The vote as it was journaled, until it is opened. */
    sealed: jsonb('sealed').$type<Record<string, unknown>>(),
    votedAt: at('voted_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.channelId, t.pollRemoteId, t.voter] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }).onDelete(
      'cascade',
    ),
    check('poll_votes_options', sql`(options is null) = (sealed is not null)`),
    ...tenantPolicies(),
  ],
);

/** Parts of a phone's past as it hands them over: fetched and placed one after the other, the newest chats first. */
export const historyParts = pgTable(
  'history_parts',
  {
    tenantId: tenantId(),
    id: id(),
    channelId: uuid('channel_id').notNull(),
    remoteId: providerText('remote_id').notNull(),
    /** The driver's own words for where it is; holds the key to it. */
    content: bytes('content'),
    percent: smallint('percent'),
    state: text('state', { enum: ['due', 'done', 'failed'] })
      .notNull()
      .default('due'),
    attempts: integer('attempts').notNull().default(0),
    error: text('error'),
    nextAt: at('next_at').notNull().default(now),
    createdAt: at('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }).onDelete(
      'cascade',
    ),
    uniqueIndex('history_parts_provider').on(t.tenantId, t.channelId, t.remoteId),
    index('history_parts_due').on(t.tenantId, t.channelId, t.id).where(sql`state = 'due'`),
    check('history_parts_state', sql`state in ('due', 'done', 'failed')`),
    ...tenantPolicies(),
  ],
);
