import { sql } from 'drizzle-orm';
import { customType, pgPolicy, pgRole, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Login roles, made by `migrate` before the first migration. */
export const appRole = pgRole('tiktickets_app').existing();
export const platformRole = pgRole('tiktickets_platform').existing();

export const tenantId = () => uuid('tenant_id').notNull();
export const id = () => uuid('id').notNull();
export const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
export const now = sql`now()`;

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
/** Provider ids: compared byte by byte, which is cheaper than the language's collation. */
export const providerText = customType<{ data: string; driverData: string }>({ dataType: () => 'text collate "C"' });

/**
 * The two policies of a tenant-owned table: the app role sees the tenant of its transaction and nothing else;
 * the platform role, reached only through `withPlatform`, sees all.
 */
export const tenantPolicies = () => [
  pgPolicy('tenant', {
    to: appRole,
    using: sql`tenant_id = app_tenant()`,
    withCheck: sql`tenant_id = app_tenant()`,
  }),
  pgPolicy('platform', { to: platformRole, using: sql`true`, withCheck: sql`true` }),
];
