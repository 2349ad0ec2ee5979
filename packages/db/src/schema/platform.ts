import { sql } from 'drizzle-orm';
import { pgPolicy, pgTable, text } from 'drizzle-orm/pg-core';
import { appRole, at, now, platformRole } from './columns.ts';

/** Settings of the whole installation that change without a new start. Requests may read them. */
export const platformSettings = pgTable(
  'platform_settings',
  {
    key: text('key').primaryKey(),
    value: text('value').notNull(),
    updatedAt: at('updated_at').notNull().default(now),
  },
  () => [
    pgPolicy('readers', { for: 'select', to: appRole, using: sql`true` }),
    pgPolicy('platform', { to: platformRole, using: sql`true`, withCheck: sql`true` }),
  ],
);
