import { sql } from 'drizzle-orm';
import { bigint, boolean, check, integer, pgPolicy, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { appRole, at, now, platformRole } from './columns.ts';

/** A company. Its own row is visible under its own scope. */
export const tenants = pgTable(
  'tenants',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull(),
    timeZone: text('time_zone').notNull().default('America/Sao_Paulo'),
    status: text('status', { enum: ['active', 'suspended'] })
      .notNull()
      .default('active'),
    /** Last ticket number given out. */
    ticketNumber: bigint('ticket_number', { mode: 'number' }).notNull().default(0),
    /** What people see of a message that was taken back: what it said, or only that there was one. */
    deletedMessages: text('deleted_messages', { enum: ['keep', 'hide'] })
      .notNull()
      .default('keep'),
    /** How many channels the company may have; null is any number. */
    maxChannels: integer('max_channels'),
    isDemo: boolean('is_demo').notNull().default(false),
    createdAt: at('created_at').notNull().default(now),
  },
  () => [
    check('tenants_max_channels', sql`max_channels >= 0`),
    check('tenants_status', sql`status in ('active', 'suspended')`),
    check('tenants_deleted_messages', sql`deleted_messages in ('keep', 'hide')`),
    pgPolicy('tenant', { to: appRole, using: sql`id = app_tenant()`, withCheck: sql`id = app_tenant()` }),
    pgPolicy('platform', { to: platformRole, using: sql`true`, withCheck: sql`true` }),
  ],
);
