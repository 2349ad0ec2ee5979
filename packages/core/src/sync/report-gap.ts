import { type Context, write } from '../kernel/index.ts';

/** The provider announced messages of an absence and did not give them: the channel shows how many, and of which time. */
export async function reportGap(
  ctx: Context,
  input: { channelId: string; missing: number; untilMs: number },
): Promise<void> {
  await write(ctx, async (scope) => {
    await scope.query(
      `update channels set gap_messages = coalesce(gap_messages, 0) + $2::int, gap_since = coalesce(gap_since, complete_until, $3::timestamptz),
              gap_until = $3::timestamptz, rev = rev + 1 where id = $1::uuid`,
      [input.channelId, input.missing, new Date(input.untilMs).toISOString()],
    );
    scope.event({ type: 'channel', entityId: input.channelId });
  });
}
