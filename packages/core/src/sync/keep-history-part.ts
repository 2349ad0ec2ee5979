import { newId } from '@tiktickets/db';
import type { HistoryPart } from '@tiktickets/wbot/contract';
import { type Context, write } from '../kernel/index.ts';

/** Makes a part of the phone's past durable, unless the channel wants none of it. The same part again is the same row. */
export async function keepHistoryPart(ctx: Context, input: { channelId: string; part: HistoryPart }): Promise<void> {
  const { channelId, part } = input;
  await write(ctx, (scope) =>
    scope.query(
      `insert into history_parts (tenant_id, id, channel_id, remote_id, content, percent)
       select app_tenant(), $1, c.id, $3, $4, $5 from channels c
       where c.id = $2::uuid and (c.history_days > 0 or $6::bool)
       on conflict (tenant_id, channel_id, remote_id) do nothing`,
      [newId(), channelId, part.remoteId, Buffer.from(part.content), part.percent, part.isRequested],
    ),
  );
}
