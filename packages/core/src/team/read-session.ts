import { randomUUID } from 'node:crypto';
import { withPlatform } from '@tiktickets/db';
import { idSchema, type Role, rolePermissions } from '../contracts/index.ts';
import type { Kernel, UserContext } from '../kernel/index.ts';

/**
 * Who is behind a session id, with role and queues as they are now: a cookie never carries rights.
 * A platform entry point. @returns null when it is unknown, revoked or expired, or its user or company is disabled
 */
export async function readSession(kernel: Kernel, sessionId: string): Promise<UserContext | null> {
  if (!idSchema.safeParse(sessionId).success) return null;
  const [row] = await withPlatform({ database: kernel.database, read: true }, (scope) =>
    scope.query<SessionRow>(
      `select s.tenant_id, u.id, u.name, u.email, u.role,
              coalesce((select array_agg(uq.queue_id) from user_queues uq
                        where uq.tenant_id = u.tenant_id and uq.user_id = u.id), '{}') as queue_ids,
              not exists (select from queues q where q.tenant_id = u.tenant_id) as no_queues
       from sessions s
       join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
       join tenants t on t.id = s.tenant_id
       where s.id = $1 and s.revoked_at is null and s.expires_at > now() and u.active and t.status = 'active'`,
      [sessionId],
    ),
  );
  if (!row) return null;
  const permissions = rolePermissions[row.role];
  return {
    kernel,
    tenantId: row.tenant_id,
    correlationId: randomUUID(),
    actor: {
      kind: 'user',
      userId: row.id,
      sessionId,
      name: row.name,
      email: row.email,
      role: row.role,
      permissions,
      viewer: {
        userId: row.id,
        queueIds: row.queue_ids,
        // With no queue in the whole company there is nobody to sort by, so everybody sees everything that waits.
        readUnqueued: row.no_queues || permissions.includes('ticket:read-unqueued'),
        readAll: permissions.includes('ticket:read-all'),
      },
    },
  };
}

interface SessionRow {
  tenant_id: string;
  id: string;
  name: string;
  email: string;
  role: Role;
  queue_ids: string[];
  no_queues: boolean;
}
