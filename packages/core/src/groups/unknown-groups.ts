import { type Context, read } from '../kernel/index.ts';

/** Rooms of a channel of which the provider has not told us what they are; at most 20. */
export async function unknownGroups(ctx: Context, input: { channelId: string }): Promise<string[]> {
  const rows = await read(ctx, (scope) =>
    scope.query<{ remote_chat: string }>(
      `select t.remote_chat from tickets t
       where t.channel_id = $1::uuid and t.is_group
         and not exists (select from groups g where g.channel_id = t.channel_id and g.remote_chat = t.remote_chat)
       order by t.last_at desc limit 20`,
      [input.channelId],
    ),
  );
  return rows.map((row) => row.remote_chat);
}
