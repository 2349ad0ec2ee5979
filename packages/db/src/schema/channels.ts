import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgPolicy,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { appRole, at, bytes, id, now, platformRole, providerText, tenantId, tenantPolicies } from './columns.ts';
import { queues } from './team.ts';
import { tenants } from './tenants.ts';

/** A connected number. `desired` is what a person asked for, `state` what its session reports. */
export const channels = pgTable(
  'channels',
  {
    tenantId: tenantId().references(() => tenants.id),
    id: id(),
    kind: text('kind', { enum: ['whatsapp'] })
      .notNull()
      .default('whatsapp'),
    name: text('name').notNull(),
    /** Tells the numbers apart at a glance; `#rrggbb`. */
    color: text('color').notNull().default('#188a5b'),
    shard: smallint('shard').notNull(),
    queueId: uuid('queue_id'),
    desired: text('desired', { enum: ['on', 'off', 'logout'] })
      .notNull()
      .default('off'),
    state: text('state', {
      enum: [
        'disconnected',
        'connecting',
        'qr',
        'pairing',
        'connected',
        'reconnecting',
        'logged_out',
        'replaced',
        'banned',
      ],
    })
      .notNull()
      .default('disconnected'),
    reason: text('reason'),
    qr: text('qr'),
    /** Number that a person wants to link by a code typed on the phone, and that code while it is good. */
    pairingPhone: text('pairing_phone'),
    pairingCode: text('pairing_code'),
    phone: text('phone'),
    lid: text('lid'),
    profileName: text('profile_name'),
    rev: bigint('rev', { mode: 'number' }).notNull().default(1),
    stateChangedAt: at('state_changed_at').notNull().default(now),
    completeUntil: at('complete_until'),
    /** How far back the phone's chats are taken over when it is paired; 0 takes none. */
    historyDays: integer('history_days').notNull().default(30),
    /** How much of that has come, in percent; null while none is under way. */
    historyPercent: smallint('history_percent'),
    /** What the provider announced after an absence and never gave: how many messages, between which instants. */
    gapMessages: integer('gap_messages'),
    gapSince: at('gap_since'),
    gapUntil: at('gap_until'),
    /** A customer's message this soon after closing joins the last attendance instead of starting a new one. */
    reopenWindowS: integer('reopen_window_s').notNull().default(600),
    /** Whether groups become rooms here. Off: what is written in them is taken and not kept. */
    takesGroups: boolean('takes_groups').notNull().default(false),
    /** Whether customers see that they were read. */
    readReceipts: boolean('read_receipts').notNull().default(true),
    /** What happens to a call, and what its caller is told when it is declined. */
    callPolicy: text('call_policy', { enum: ['ignore', 'reject'] })
      .notNull()
      .default('ignore'),
    callText: text('call_text'),
    /** Address of a proxy with its password, AES-256-GCM like the credentials; and the same without the secret, to show. */
    proxy: bytes('proxy'),
    proxyLabel: text('proxy_label'),
    /** Grows when a running session has to connect anew to follow its settings. */
    connectionRev: integer('connection_rev').notNull().default(0),
    /** Milliseconds that one message takes from the number's rate budget, and how much may be spent at once. */
    rateMs: integer('rate_ms').notNull().default(100),
    burstMs: integer('burst_ms').notNull().default(2_000),
    /** Theoretical arrival time of the rate budget (GCRA). */
    tat: at('tat').notNull().default(now),
    /** Why the provider limits this number; counts until `restrictedUntil`. New people are not written to meanwhile. */
    restriction: text('restriction', { enum: ['new_chats', 'rate', 'failures', 'warning'] }),
    restrictedUntil: at('restricted_until'),
    restrictedAt: at('restricted_at'),
    /** Code of the signal that began it, e.g. `refused_463`. */
    restrictionSource: text('restriction_source'),
    /** Restrictions in a row; each lasts longer than the one before. */
    restrictionStrikes: integer('restriction_strikes').notNull().default(0),
    /** Failed first messages to new people since `coldFailuresAt`. */
    coldFailures: integer('cold_failures').notNull().default(0),
    coldFailuresAt: at('cold_failures_at'),
    /** Taken out of use. Its tickets stay. */
    archivedAt: at('archived_at'),
    createdAt: at('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.queueId], foreignColumns: [queues.tenantId, queues.id] }),
    index('channels_shard').on(t.shard),
    check('channels_kind', sql`kind in ('whatsapp')`),
    check('channels_shard_range', sql`shard between 0 and 63`),
    check('channels_history_days', sql`history_days between 0 and 3650`),
    check('channels_history_percent', sql`history_percent between 0 and 100`),
    check('channels_desired', sql`desired in ('on', 'off', 'logout')`),
    check(
      'channels_state',
      sql`state in ('disconnected', 'connecting', 'qr', 'pairing', 'connected', 'reconnecting', 'logged_out', 'replaced', 'banned')`,
    ),
    check('channels_color', sql`color ~ '^#[0-9a-f]{6}$'`),
    check('channels_call_policy', sql`call_policy in ('ignore', 'reject')`),
    check('channels_restriction', sql`restriction in ('new_chats', 'rate', 'failures', 'warning')`),
    ...tenantPolicies(),
  ],
);

/** What the provider said of a phone number when one of our numbers asked. Believed for a limited time. */
export const recipientChecks = pgTable(
  'recipient_checks',
  {
    tenantId: tenantId(),
    channelId: uuid('channel_id').notNull(),
    /** E.164 digits as asked. */
    phone: providerText('phone').notNull(),
    state: text('state', { enum: ['due', 'exists', 'missing'] }).notNull(),
    /** Address that the provider answered with: it may be another spelling of the number. */
    jid: providerText('jid'),
    lid: providerText('lid'),
    askedAt: at('asked_at').notNull().default(now),
    checkedAt: at('checked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.channelId, t.phone] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }).onDelete(
      'cascade',
    ),
    index('recipient_checks_due').on(t.tenantId, t.channelId).where(sql`state = 'due'`),
    check('recipient_checks_state', sql`state in ('due', 'exists', 'missing')`),
    ...tenantPolicies(),
  ],
);

/** Which channel a number belongs to. One number is in one channel of one company, and no company sees another's row. */
export const channelNumbers = pgTable(
  'channel_numbers',
  {
    tenantId: tenantId(),
    /** E.164 digits. */
    phone: providerText('phone').notNull(),
    channelId: uuid('channel_id').notNull(),
    claimedAt: at('claimed_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.phone] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }).onDelete(
      'cascade',
    ),
    uniqueIndex('channel_numbers_phone').on(t.phone),
    index('channel_numbers_channel').on(t.tenantId, t.channelId),
    ...tenantPolicies(),
  ],
);

/** Provider credentials, AES-256-GCM under a key derived per tenant. */
export const channelCredentials = pgTable(
  'channel_credentials',
  {
    tenantId: tenantId(),
    channelId: uuid('channel_id').notNull(),
    value: bytes('value').notNull(),
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

/** One row per Signal key, encrypted like the credentials. */
export const channelKeys = pgTable(
  'channel_keys',
  {
    tenantId: tenantId(),
    channelId: uuid('channel_id').notNull(),
    type: providerText('type').notNull(),
    keyId: providerText('key_id').notNull(),
    value: bytes('value').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.channelId, t.type, t.keyId] }),
    foreignKey({ columns: [t.tenantId, t.channelId], foreignColumns: [channels.tenantId, channels.id] }).onDelete(
      'cascade',
    ),
    ...tenantPolicies(),
  ],
);

const infrastructure = () => [
  pgPolicy('processes', { to: [appRole, platformRole], using: sql`true`, withCheck: sql`true` }),
];

/**
 * Who runs the channels of a shard. `unique (shard, epoch)` makes a takeover a key update and a renewal not one:
 * a fenced write holds `for key share`, so it blocks a takeover and never a renewal.
 */
export const sessionShards = pgTable(
  'session_shards',
  {
    shard: smallint('shard').primaryKey(),
    owner: uuid('owner'),
    epoch: bigint('epoch', { mode: 'number' }).notNull().default(0),
    leaseUntil: at('lease_until').notNull().default(sql`'-infinity'`),
  },
  (t) => [unique('session_shards_epoch').on(t.shard, t.epoch), ...infrastructure()],
);

export const workers = pgTable(
  'workers',
  {
    id: uuid('id').primaryKey(),
    startedAt: at('started_at').notNull().default(now),
    seenAt: at('seen_at').notNull().default(now),
    draining: boolean('draining').notNull().default(false),
  },
  () => infrastructure(),
);
