import type { HistoryPoint } from '@tiktickets/wbot/contract';
import { type Context, read } from '../kernel/index.ts';

/**
 * Where the liveliest conversations stand that went on since the reported gap began (an hour more, because clocks differ):
 * what is missing of them stands before these messages. A conversation in which nothing came since has no such point.
 */
export async function recentPoints(ctx: Context, input: { channelId: string; limit: number }): Promise<HistoryPoint[]> {
  const rows = await read(ctx, (scope) =>
    scope.query<Omit<HistoryPoint, 'sentAtMs'> & { sentAt: string }>(
      `select m.remote_chat as "remoteChat", m.remote_id as "remoteId", m.from_me as "fromMe", m.sent_at as "sentAt"
       from channels c join tickets t on t.tenant_id = c.tenant_id and t.channel_id = c.id
       join messages m on m.tenant_id = t.tenant_id and m.id = t.last_message_id
       where c.id = $1::uuid and not t.is_group and t.last_at > c.gap_since - interval '1 hour'
       order by t.last_at desc limit $2`,
      [input.channelId, input.limit],
    ),
  );
  return rows.map(({ sentAt, ...point }) => ({ ...point, sentAtMs: Date.parse(sentAt) }));
}
