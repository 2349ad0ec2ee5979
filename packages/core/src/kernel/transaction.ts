import { newId, type Parameter, type Scope, withTenant } from '@tiktickets/db';
import type { BusTopic } from './bus.ts';
import { actorId, type Context } from './context.ts';

export interface WriteScope extends Scope {
  /** Tells the live feed that an entity changed. Written with the transaction, announced after it. */
  event(event: { type: 'ticket' | 'channel'; entityId: string; messageIds?: readonly string[] }): void;
  /** A wake-up that goes out once the transaction has committed. */
  wake(topic: BusTopic, payload: string): void;
  audit(entry: { action: string; entityId: string | null; before?: object; after?: object }): void;
}

/** One read-only transaction inside the tenant of `ctx`. */
export function read<T>(ctx: Context, work: (scope: Scope) => Promise<T>): Promise<T> {
  return withTenant({ database: ctx.kernel.database, tenantId: ctx.tenantId, read: true }, work);
}

/** One transaction inside the tenant of `ctx`: the change, its audit rows and its events, or nothing of it. */
export async function write<T>(ctx: Context, work: (scope: WriteScope) => Promise<T>): Promise<T> {
  const events: Parameters<WriteScope['event']>[0][] = [];
  const audits: Parameters<WriteScope['audit']>[0][] = [];
  const wakes: { topic: BusTopic; payload: string }[] = [];
  const result = await withTenant({ database: ctx.kernel.database, tenantId: ctx.tenantId }, async (scope) => {
    const done = await work({
      ...scope,
      event: (event) => void events.push(event),
      wake: (topic, payload) => void wakes.push({ topic, payload }),
      audit: (entry) => void audits.push(entry),
    });
    await Promise.all([insertEvents(scope, ctx.tenantId, events), insertAudits(scope, ctx, audits)]);
    return done;
  });
  if (events.length > 0) ctx.kernel.bus.publish('feed', ctx.tenantId);
  for (const { topic, payload } of wakes) ctx.kernel.bus.publish(topic, payload);
  return result;
}

function insertEvents(
  scope: Scope,
  tenantId: string,
  events: readonly Parameters<WriteScope['event']>[0][],
): Promise<unknown> {
  if (events.length === 0) return Promise.resolve();
  return scope.query(
    `insert into events (tenant_id, type, entity_id, message_ids)
     select $1, type, entity_id, ids::uuid[] from unnest($2::text[], $3::uuid[], $4::text[]) as e (type, entity_id, ids)`,
    [
      tenantId,
      events.map((event) => event.type),
      events.map((event) => event.entityId),
      events.map((event) => `{${(event.messageIds ?? []).join(',')}}`),
    ],
  );
}

function insertAudits(
  scope: Scope,
  ctx: Context,
  audits: readonly Parameters<WriteScope['audit']>[0][],
): Promise<unknown> {
  const json = (value: object | undefined): string | null => (value ? JSON.stringify(value) : null);
  return Promise.all(
    audits.map((entry) => {
      const row: Parameter[] = [
        ctx.tenantId,
        newId(),
        ctx.actor.kind,
        actorId(ctx.actor),
        entry.action,
        entry.entityId,
        json(entry.before),
        json(entry.after),
        ctx.correlationId,
      ];
      return scope.query(
        `insert into audit (tenant_id, id, actor_kind, actor_id, action, entity_id, before, after, correlation_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        row,
      );
    }),
  );
}
