import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { channels } from './channels.ts';
import { at, id, now, tenantId, tenantPolicies } from './columns.ts';

/** How a number is doing, written every few seconds by its owner; apart from `channels`, which it would make hot. */
export const channelHealth = pgTable(
  'channel_health',
  {
    tenantId: tenantId(),
    channelId: uuid('channel_id').notNull(),
    lastInboundAt: at('last_inbound_at'),
    lastOutboundAt: at('last_outbound_at'),
    /** Age of the oldest message that came and is not ingested yet. */
    ingestLagMs: integer('ingest_lag_ms').notNull().default(0),
    updatedAt: at('updated_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.channelId] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }).onDelete(
      'cascade',
    ),
    ...tenantPolicies(),
  ],
);

/** What happened to a number in one hour. Sums over the last ones are what people see. */
export const channelHours = pgTable(
  'channel_hours',
  {
    tenantId: tenantId(),
    channelId: uuid('channel_id').notNull(),
    hour: at('hour').notNull(),
    inbound: integer('inbound').notNull().default(0),
    outbound: integer('outbound').notNull().default(0),
    reconnects: integer('reconnects').notNull().default(0),
    undecryptable: integer('undecryptable').notNull().default(0),
    refused: integer('refused').notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.channelId, t.hour] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }).onDelete(
      'cascade',
    ),
    ...tenantPolicies(),
  ],
);

/** A time during which a number that should have been connected was not. */
export const channelIncidents = pgTable(
  'channel_incidents',
  {
    tenantId: tenantId(),
    id: id(),
    channelId: uuid('channel_id').notNull(),
    state: text('state').notNull(),
    reason: text('reason'),
    startedAt: at('started_at').notNull().default(now),
    endedAt: at('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }).onDelete(
      'cascade',
    ),
    uniqueIndex('channel_incidents_open').on(t.tenantId, t.channelId).where(sql`ended_at is null`),
    index('channel_incidents_latest').on(t.tenantId, t.channelId, t.startedAt),
    ...tenantPolicies(),
  ],
);

/** Something about a number that its company should act on. Opened and closed by rule; one of a kind at a time. */
export const channelAlerts = pgTable(
  'channel_alerts',
  {
    tenantId: tenantId(),
    id: id(),
    channelId: uuid('channel_id').notNull(),
    kind: text('kind', {
      enum: ['down', 'logged_out', 'replaced', 'banned', 'outdated', 'restricted', 'undecryptable', 'lag'],
    }).notNull(),
    openedAt: at('opened_at').notNull().default(now),
    closedAt: at('closed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }).onDelete(
      'cascade',
    ),
    uniqueIndex('channel_alerts_open').on(t.tenantId, t.channelId, t.kind).where(sql`closed_at is null`),
    check(
      'channel_alerts_kind',
      sql`kind in ('down', 'logged_out', 'replaced', 'banned', 'outdated', 'restricted', 'undecryptable', 'lag')`,
    ),
    ...tenantPolicies(),
  ],
);
