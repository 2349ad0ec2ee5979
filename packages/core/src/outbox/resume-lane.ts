import { type Fence, fenceParameters, fenceSql, heldSql, requireHeld } from '../channels/fence.ts';
import { type Context, write } from '../kernel/index.ts';

/**
 * Before the first claim on a new connection: what was written and never acknowledged may have been lost with the old
 * one, so it goes again first. A connection's end is not the row's fault; a process' end may be, so that try counts.
 * @returns how many rows go again
 * @throws {Fenced}
 */
export async function resumeLane(
  ctx: Context,
  { channelId, fence }: { channelId: string; fence: Fence },
): Promise<number> {
  const rows = await write(ctx, (scope) =>
    scope.query<{ held: number; again: number }>(
      `with ${fenceSql}, again as (
         update messages set next_at = null, attempts = case when epoch = $3 then greatest(attempts - 1, 0) else attempts end
         where tenant_id = $4 and channel_id = $5 and state = 'sending' and exists (select from fence)
         returning 1
       ) select ${heldSql}, (select count(*)::int from again) as again`,
      [...fenceParameters(fence), ctx.tenantId, channelId],
    ),
  );
  return requireHeld(rows).again;
}
