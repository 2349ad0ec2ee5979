import { type Database, type Scope, transact } from './client.ts';
import { InvalidTenantId } from './errors.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Runs `work` in one transaction that can see and touch only this tenant's rows.
 * @throws {InvalidTenantId} before anything is sent; whatever `work` throws, after a rollback
 */
export function withTenant<T>(
  { database, tenantId, read = false }: { database: Database; tenantId: string; read?: boolean },
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  // SET takes no parameters, so the id is part of the text and must be nothing but a UUID.
  if (!uuid.test(tenantId)) return Promise.reject(new InvalidTenantId());
  const opening = `begin${read ? ' read only' : ''}; set local app.tenant_id = '${tenantId}'`;
  return transact(database.app, { read, opening }, work);
}

/** Runs `work` across tenants. Only named platform entry points may use it: sign-in, sweeps, shard ownership, the demo. */
export function withPlatform<T>(
  { database, read = false }: { database: Database; read?: boolean },
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  return transact(database.platform, { read, opening: `begin${read ? ' read only' : ''}` }, work);
}
