import { type Context, read } from '../kernel/index.ts';

export interface DueHistoryPart {
  id: string;
  content: Uint8Array;
  percent: number | null;
  attempts: number;
  /** Older messages are left out. */
  sinceMs: number;
}

/** The next part of the phone's past, in the order in which the phone handed them over; null when none waits now. */
export async function dueHistoryPart(ctx: Context, input: { channelId: string }): Promise<DueHistoryPart | null> {
  const [row] = await read(ctx, (scope) =>
    scope.query<{ id: string; content: Uint8Array; percent: number | null; attempts: number; days: number }>(
      `select p.id, p.content, p.percent, p.attempts,
              greatest(c.history_days, case when p.percent is null then 7 else 0 end) as days
       from history_parts p join channels c on c.tenant_id = p.tenant_id and c.id = p.channel_id
       where p.channel_id = $1::uuid and p.state = 'due' and p.next_at <= now() order by p.id limit 1`,
      [input.channelId],
    ),
  );
  if (!row) return null;
  const { days, ...part } = row;
  return { ...part, sinceMs: ctx.kernel.clock.now() - days * 86_400_000 };
}
