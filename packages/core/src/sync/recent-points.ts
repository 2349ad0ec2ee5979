import type { HistoryPoint } from '@tiktickets/wbot/contract';
import { type Context, read } from '../kernel/index.ts';

/** Where the liveliest conversations of a channel stand: what is missing of them stands before these messages. */
export async function recentPoints(ctx: Context, input: { channelId: string; limit: number }): Promise<HistoryPoint[]> {
  const rows = await read(ctx, (scope) =>
    scope.query<Omit<HistoryPoint, 'sentAtMs'> & { sentAt: string }>(
      `select m.remote_chat as "remoteChat", m.remote_id as "remoteId", m.from_me as "fromMe", m.sent_at as "sentAt"
       from tickets t join messages m on m.tenant_id = t.tenant_id and m.id = t.last_message_id
       where t.channel_id = $1::uuid and not t.is_group and t.last_at > now() - interval '30 days'
       order by t.last_at desc limit $2`,
      [input.channelId, input.limit],
    ),
  );
  return rows.map(({ sentAt, ...point }) => ({ ...point, sentAtMs: Date.parse(sentAt) }));
}
