import { type Context, write } from '../kernel/index.ts';
import { type Fence, fenceParameters, heldSql, liveFenceSql, requireHeld } from './fence.ts';

/**
 * Makes a number belong to the channel that it was paired with. A number is in one channel of one company; which other
 * one has it is told to nobody.
 * @returns null, or why it may not be used here @throws {Fenced}
 */
export async function claimNumber(
  ctx: Context,
  { channelId, fence, phone }: { channelId: string; fence: Fence; phone: string },
): Promise<'number_in_use' | null> {
  return await write(ctx, async (scope) => {
    const rows = await scope.query<{ held: number }>(
      `with ${liveFenceSql}, freed as (
         delete from channel_numbers where tenant_id = $4 and channel_id = $5 and phone <> $6 and exists (select from fence)
       ), claimed as (
         insert into channel_numbers (tenant_id, phone, channel_id)
         select $4, $6, $5 where exists (select from fence)
         on conflict (phone) do nothing
       ) select ${heldSql}`,
      [...fenceParameters(fence), ctx.tenantId, channelId, phone],
    );
    requireHeld(rows);
    const mine = await scope.query(
      'select from channel_numbers where tenant_id = $1 and channel_id = $2 and phone = $3',
      [ctx.tenantId, channelId, phone],
    );
    return mine.length > 0 ? null : 'number_in_use';
  });
}
