import { type Context, read } from '../kernel/index.ts';

/** What we sent under a provider id, to answer the provider's request to send it again; null when it is not ours. */
export async function sentText(ctx: Context, input: { channelId: string; remoteId: string }): Promise<string | null> {
  const [row] = await read(ctx, (scope) =>
    scope.query<{ body: string | null }>(
      `select body from messages where channel_id = $1::uuid and remote_id = $2 and direction = 'out'`,
      [input.channelId, input.remoteId],
    ),
  );
  return row?.body ?? null;
}
