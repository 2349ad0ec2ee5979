import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, id, now, tenantId, tenantPolicies } from './columns.ts';
import { tenants } from './tenants.ts';

export const users = pgTable(
  'users',
  {
    tenantId: tenantId().references(() => tenants.id),
    id: id(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    passwordHash: text('password_hash').notNull(),
    role: text('role', { enum: ['agent', 'supervisor', 'admin'] }).notNull(),
    active: boolean('active').notNull().default(true),
    createdAt: at('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    // People sign in without naming their company, so an address is one person in the whole installation.
    uniqueIndex('users_email').on(sql`lower(${t.email})`),
    check('users_role', sql`role in ('agent', 'supervisor', 'admin')`),
    ...tenantPolicies(),
  ],
);

/** Signed-in browsers. The cookie carries the id only; a revoked row ends it at once. */
export const sessions = pgTable(
  'sessions',
  {
    tenantId: tenantId(),
    id: id(),
    userId: uuid('user_id').notNull(),
    ip: text('ip'),
    userAgent: text('user_agent'),
    createdAt: at('created_at').notNull().default(now),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.userId], foreignColumns: [users.tenantId, users.id] }).onDelete('cascade'),
    index('sessions_id').on(t.id),
    index('sessions_user').on(t.tenantId, t.userId),
    ...tenantPolicies(),
  ],
);

export const queues = pgTable(
  'queues',
  {
    tenantId: tenantId().references(() => tenants.id),
    id: id(),
    name: text('name').notNull(),
    color: text('color').notNull(),
    position: integer('position').notNull().default(0),
    createdAt: at('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex('queues_name').on(t.tenantId, sql`lower(${t.name})`),
    ...tenantPolicies(),
  ],
);

export const userQueues = pgTable(
  'user_queues',
  { tenantId: tenantId(), userId: uuid('user_id').notNull(), queueId: uuid('queue_id').notNull() },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.userId, t.queueId] }),
    foreignKey({ columns: [t.tenantId, t.userId], foreignColumns: [users.tenantId, users.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.tenantId, t.queueId], foreignColumns: [queues.tenantId, queues.id] }).onDelete('cascade'),
    ...tenantPolicies(),
  ],
);
