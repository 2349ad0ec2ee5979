import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { z } from 'zod';
import { type ChannelView, pairingCodeInput } from '../contracts/index.ts';
import { type Context, conflict, invalidInput, requirePermission, write } from '../kernel/index.ts';
import { presentChannel } from './present.ts';
import { requireChannel } from './repository.ts';

const home = 'BR';

/**
 * Asks for a code that a person types on their phone instead of scanning. The channel's owner gets it from the provider
 * and shows it; asking again gives a new one.
 * @throws {AppError} `forbidden`, `invalid-input` for no phone number, `conflict` while the channel is connected, `not-found`
 */
export async function startPairing(ctx: Context, input: z.input<typeof pairingCodeInput>): Promise<ChannelView> {
  requirePermission(ctx, 'channel:manage');
  const { id, phone: written } = pairingCodeInput.parse(input);
  const parsed = parsePhoneNumberFromString(written, home);
  if (!parsed?.isPossible()) throw invalidInput('phone', 'is no phone number');
  const phone = parsed.number.slice(1);
  return await write(ctx, async (scope) => {
    const before = await requireChannel(scope, ctx.tenantId, id);
    if (before.state === 'connected' || before.state === 'reconnecting') {
      throw conflict('this channel is connected already', { state: before.state });
    }
    await scope.query(
      `update channels set desired = 'on', reason = null, pairing_phone = $3, pairing_code = null, rev = rev + 1
       where tenant_id = $1 and id = $2`,
      [ctx.tenantId, id, phone],
    );
    scope.audit({ action: 'channel.pairing-code', entityId: id, after: { phone } });
    scope.event({ type: 'channel', entityId: id });
    scope.wake('channels', `${ctx.tenantId}:${id}`);
    return presentChannel(await requireChannel(scope, ctx.tenantId, id));
  });
}
