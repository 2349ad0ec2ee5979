import type { z } from 'zod';
import { channelIdInput } from '../contracts/index.ts';
import { type Context, requirePermission, write } from '../kernel/index.ts';
import { requireChannel } from './repository.ts';

/**
 * Takes a channel out of use: its device is unlinked at the provider and its number is free for another channel. Its
 * tickets and messages stay; what still waited to be sent has failed.
 * @throws {AppError} `forbidden`, `not-found`
 */
export async function archiveChannel(ctx: Context, input: z.input<typeof channelIdInput>): Promise<void> {
  requirePermission(ctx, 'channel:manage');
  const { id } = channelIdInput.parse(input);
  await write(ctx, async (scope) => {
    const { name, phone } = await requireChannel(scope, ctx.tenantId, id);
    const place = [ctx.tenantId, id];
    await scope.query(
      `update channels c set archived_at = now(), rev = rev + 1, pairing_phone = null, pairing_code = null,
         desired = case when exists (select from channel_credentials k where k.tenant_id = c.tenant_id and k.channel_id = c.id)
                        then 'logout' else 'off' end
       where tenant_id = $1 and id = $2`,
      place,
    );
    await scope.query(
      'update channel_alerts set closed_at = now() where tenant_id = $1 and channel_id = $2 and closed_at is null',
      place,
    );
    await scope.query(
      'update channel_incidents set ended_at = now() where tenant_id = $1 and channel_id = $2 and ended_at is null',
      place,
    );
    const failed = await scope.query<{ shownId: string; ticketId: string }>(
      `update messages set state = 'failed', failure = 'channel_deleted', state_at = now(), rev = rev + 1
       where tenant_id = $1 and channel_id = $2 and direction = 'out' and state = 'queued'
       returning coalesce(target_id, id) as "shownId", ticket_id as "ticketId"`,
      place,
    );
    for (const { shownId, ticketId } of failed) {
      scope.event({ type: 'ticket', entityId: ticketId, messageIds: [shownId] });
    }
    scope.audit({ action: 'channel.archived', entityId: id, before: { name, phone } });
    scope.event({ type: 'channel', entityId: id });
    scope.wake('channels', `${ctx.tenantId}:${id}`);
  });
}
