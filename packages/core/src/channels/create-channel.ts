import { newId } from '@tiktickets/db';
import type { z } from 'zod';
import { type ChannelView, createChannelInput } from '../contracts/index.ts';
import { type Context, conflict, notFound, requirePermission, type WriteScope, write } from '../kernel/index.ts';
import { presentChannel } from './present.ts';
import { requireChannel } from './repository.ts';
import { shardOf } from './rules.ts';

/**
 * A new channel, not connected yet.
 * @throws {AppError} `forbidden`, `invalid-input`, `not-found` for an unknown queue, `conflict` when the company has all it may have
 */
export async function createChannel(ctx: Context, input: z.input<typeof createChannelInput>): Promise<ChannelView> {
  requirePermission(ctx, 'channel:manage');
  const { name, queueId = null } = createChannelInput.parse(input);
  const id = newId();
  return write(ctx, async (scope) => {
    await requireRoom(scope, ctx.tenantId);
    if (queueId !== null) {
      const known = await scope.query('select from queues where tenant_id = $1 and id = $2', [ctx.tenantId, queueId]);
      if (known.length === 0) throw notFound('queueId');
    }
    await scope.query('insert into channels (tenant_id, id, name, shard, queue_id) values ($1, $2, $3, $4, $5)', [
      ctx.tenantId,
      id,
      name,
      shardOf(id),
      queueId,
    ]);
    scope.audit({ action: 'channel.created', entityId: id, after: { name, queueId } });
    scope.event({ type: 'channel', entityId: id });
    return presentChannel(await requireChannel(scope, ctx.tenantId, id));
  });
}

/** Whoever creates at the same instant waits here, so that two cannot share the last place. */
async function requireRoom(scope: WriteScope, tenantId: string): Promise<void> {
  const [tenant] = await scope.query<{ limit: number | null }>(
    'select max_channels as "limit" from tenants where id = $1 for no key update',
    [tenantId],
  );
  const limit = tenant?.limit ?? null;
  if (limit === null) return;
  const [counted] = await scope.query<{ n: number }>(
    'select count(*)::int as n from channels where tenant_id = $1 and archived_at is null',
    [tenantId],
  );
  if ((counted?.n ?? 0) >= limit) throw conflict('this company has all the channels it may have', { limit });
}
