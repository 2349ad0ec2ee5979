import { sql } from 'drizzle-orm';
import { check, foreignKey, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at, id, now, tenantId, tenantPolicies } from './columns.ts';
import { queues, users } from './team.ts';
import { tenants } from './tenants.ts';

/** A prepared answer: of one person, of one queue, or of the company when both are null. */
export const quickReplies = pgTable(
  'quick_replies',
  {
    tenantId: tenantId().references(() => tenants.id),
    id: id(),
    userId: uuid('user_id'),
    queueId: uuid('queue_id'),
    /** What is typed after the slash: lower case, without blanks. */
    shortcut: text('shortcut').notNull(),
    body: text('body').notNull(),
    useCount: integer('use_count').notNull().default(0),
    createdAt: at('created_at').notNull().default(now),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ columns: [t.tenantId, t.userId], foreignColumns: [users.tenantId, users.id] }).onDelete('cascade'),
    foreignKey({ columns: [t.tenantId, t.queueId], foreignColumns: [queues.tenantId, queues.id] }).onDelete('cascade'),
    uniqueIndex('quick_replies_personal').on(t.tenantId, t.userId, t.shortcut).where(sql`user_id is not null`),
    uniqueIndex('quick_replies_queue').on(t.tenantId, t.queueId, t.shortcut).where(sql`queue_id is not null`),
    uniqueIndex('quick_replies_company').on(t.tenantId, t.shortcut).where(sql`user_id is null and queue_id is null`),
    check('quick_replies_scope', sql`user_id is null or queue_id is null`),
    ...tenantPolicies(),
  ],
);
