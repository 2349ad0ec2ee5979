import { index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at, id, now, tenantId, tenantPolicies } from './columns.ts';
import { tenants } from './tenants.ts';

/** Who changed what, with old and new values. Never message bodies. */
export const audit = pgTable(
  'audit',
  {
    tenantId: tenantId().references(() => tenants.id),
    id: id(),
    actorKind: text('actor_kind').notNull(),
    actorId: uuid('actor_id'),
    action: text('action').notNull(),
    entityId: uuid('entity_id'),
    before: jsonb('before').$type<Record<string, unknown>>(),
    after: jsonb('after').$type<Record<string, unknown>>(),
    correlationId: text('correlation_id'),
    at: at('at').notNull().default(now),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), index('audit_at').on(t.tenantId, t.at), ...tenantPolicies()],
);
