import { type ChannelView, type UpdateChannelInput, updateChannelInput } from '../contracts/index.ts';
import { type Context, notFound, requirePermission, write } from '../kernel/index.ts';
import { presentChannel } from './present.ts';
import { maskProxy } from './proxy-address.ts';
import { requireChannel } from './repository.ts';
import { channelSecrets, proxyPlace } from './secrets.ts';
import { type ChannelColumns, changesOf } from './settings-rules.ts';

/**
 * Changes settings of a channel; what is not named stays. A new proxy makes a running session connect anew.
 * @throws {AppError} `forbidden`, `invalid-input`, `not-found` for the channel or the queue
 */
export async function updateChannel(ctx: Context, input: UpdateChannelInput): Promise<ChannelView> {
  requirePermission(ctx, 'channel:manage');
  const wanted = updateChannelInput.parse(input);
  const { id, queueId, proxyUrl } = wanted;
  return await write(ctx, async (scope) => {
    await scope.query('select from channels where tenant_id = $1 and id = $2 for no key update', [ctx.tenantId, id]);
    const row = await requireChannel(scope, ctx.tenantId, id);
    if (queueId) {
      const known = await scope.query('select from queues where tenant_id = $1 and id = $2', [ctx.tenantId, queueId]);
      if (known.length === 0) throw notFound('queueId');
    }
    const { before, after } = changesOf(row, wanted);
    // The label hides the password, so a changed one must not look like no change.
    const isNewProxy = proxyUrl !== undefined && !(proxyUrl === null && row.proxy_label === null);
    if (isNewProxy) {
      before.proxy_label = row.proxy_label;
      after.proxy_label = proxyUrl === null ? null : maskProxy(proxyUrl);
    }
    if (Object.keys(after).length === 0) return presentChannel(row);
    const next: ChannelColumns = { ...row, ...after };
    await scope.query(
      `update channels set name = $3, color = $4, queue_id = $5, reopen_window_s = $6, takes_groups = $7, history_days = $8,
         read_receipts = $9, call_policy = $10, call_text = $11, rate_ms = $12, burst_ms = $13, proxy_label = $14,
         proxy = case when $15::boolean then $16::bytea else proxy end,
         connection_rev = connection_rev + $15::boolean::int, rev = rev + 1
       where tenant_id = $1 and id = $2`,
      [
        ctx.tenantId,
        id,
        next.name,
        next.color,
        next.queue_id,
        next.reopen_window_s,
        next.takes_groups,
        next.history_days,
        next.read_receipts,
        next.call_policy,
        next.call_text,
        next.rate_ms,
        next.burst_ms,
        next.proxy_label,
        isNewProxy,
        proxyUrl ? channelSecrets(ctx).seal(proxyPlace(id), proxyUrl) : null,
      ],
    );
    scope.audit({ action: 'channel.updated', entityId: id, before, after });
    scope.event({ type: 'channel', entityId: id });
    scope.wake('channels', `${ctx.tenantId}:${id}`);
    return presentChannel(await requireChannel(scope, ctx.tenantId, id));
  });
}
