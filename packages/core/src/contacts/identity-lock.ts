import type { Scope } from '@tiktickets/db';

/**
 * Held to the end of the transaction. `shared`: I look people up and write what I found; `exclusive`: I change who is who.
 * So nobody writes to a conversation that is becoming part of another one.
 */
export function lockIdentities(scope: Scope, mode: 'shared' | 'exclusive'): Promise<unknown> {
  return scope.query(mode === 'shared' ? sharedSql : exclusiveSql);
}

const key = `hashtextextended('identities:' || app_tenant()::text, 0)`;
const sharedSql = `select pg_advisory_xact_lock_shared(${key})`;
const exclusiveSql = `select pg_advisory_xact_lock(${key})`;
