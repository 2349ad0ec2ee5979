import { type ChannelView, channelIdInput } from '../contracts/index.ts';
import { type Context, requirePermission, write } from '../kernel/index.ts';
import { presentChannel } from './present.ts';
import { requireChannel } from './repository.ts';
import type { Desired } from './rules.ts';

/** What a person asks of a channel. Whoever owns its session hears of it and acts; asking again changes nothing. */
export async function setDesired(
  ctx: Context,
  input: { id: string },
  { desired, action }: { desired: Desired; action: string },
): Promise<ChannelView> {
  requirePermission(ctx, 'channel:manage');
  const { id } = channelIdInput.parse(input);
  return write(ctx, async (scope) => {
    const before = await requireChannel(scope, ctx.tenantId, id);
    scope.wake('channels', `${ctx.tenantId}:${id}`);
    // Whoever asks for a QR code no longer waits for the other one.
    if (before.desired === desired && before.pairing_phone === null) return presentChannel(before);
    await scope.query(
      `update channels set desired = $3, reason = null, pairing_phone = null, pairing_code = null, rev = rev + 1 where tenant_id = $1 and id = $2`,
      [ctx.tenantId, id, desired],
    );
    if (before.desired !== desired) {
      scope.audit({ action, entityId: id, before: { desired: before.desired }, after: { desired } });
    }
    scope.event({ type: 'channel', entityId: id });
    return presentChannel(await requireChannel(scope, ctx.tenantId, id));
  });
}
