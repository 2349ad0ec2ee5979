import { type Context, read, write } from '../kernel/index.ts';

/**
 * Keeps what is about to be sent, so that a customer's phone which asks for it again gets the very same, without a second
 * upload. Plain texts are made anew from their row.
 */
export async function keepOutgoing(
  ctx: Context,
  input: { channelId: string; remoteId: string; content: Uint8Array },
): Promise<void> {
  await write(ctx, (scope) =>
    scope.query(
      `update messages set raw = $3 where channel_id = $1::uuid and remote_id = $2 and direction = 'out'
         and (kind <> 'text' or quoted is not null or is_forwarded or mentions is not null)`,
      [input.channelId, input.remoteId, Buffer.from(input.content)],
    ),
  );
}

/** The serialised provider message under this id, sent or received, as long as we keep it; null when unknown. */
export async function providerContent(
  ctx: Context,
  input: { channelId: string; remoteId: string },
): Promise<Uint8Array | null> {
  const [row] = await read(ctx, (scope) =>
    scope.query<{ content: Uint8Array | null }>(
      `select coalesce(
         (select raw from messages where channel_id = $1::uuid and remote_id = $2 and raw is not null limit 1),
         (select content from inbound_journal where channel_id = $1::uuid and remote_id = $2 limit 1)
       ) as content`,
      [input.channelId, input.remoteId],
    ),
  );
  return row?.content ?? null;
}
