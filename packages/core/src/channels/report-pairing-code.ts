import { type Context, write } from '../kernel/index.ts';
import { type Fence, fenceParameters, fenceSql, heldSql, requireHeld } from './fence.ts';

/**
 * The code that the provider gave for this number, or null when it gave none; a person who asked for another number
 * meanwhile keeps theirs. @throws {Fenced}
 */
export async function reportPairingCode(
  ctx: Context,
  { channelId, fence, phone, code }: { channelId: string; fence: Fence; phone: string; code: string | null },
): Promise<void> {
  await write(ctx, async (scope) => {
    const rows = await scope.query<{ held: number }>(
      `with ${fenceSql}, changed as (
         update channels set pairing_code = $7, rev = rev + 1,
           pairing_phone = case when $7::text is null then null else pairing_phone end,
           reason = case when $7::text is null then 'code_refused' else reason end
         where tenant_id = $4 and id = $5 and pairing_phone = $6 and state = 'qr' and exists (select from fence)
       ) select ${heldSql}`,
      [...fenceParameters(fence), ctx.tenantId, channelId, phone, code],
    );
    requireHeld(rows);
    scope.event({ type: 'channel', entityId: channelId });
  });
}
