import { type Context, read, write } from '../kernel/index.ts';

export interface DueReadReceipt {
  messageId: string;
  remoteChat: string;
  remoteId: string;
  /** In a group, whoever wrote it. */
  participant: string | null;
}

/** Incoming messages that were read here and whose sender has not been told, oldest first. */
export function dueReadReceipts(ctx: Context, input: { channelId: string; limit: number }): Promise<DueReadReceipt[]> {
  return read(ctx, (scope) =>
    scope.query<DueReadReceipt>(
      `select id as "messageId", remote_chat as "remoteChat", remote_id as "remoteId", participant from messages
       where channel_id = $1::uuid and read_receipt = 'due' order by id limit $2`,
      [input.channelId, input.limit],
    ),
  );
}

export async function readReceiptsSent(ctx: Context, messageIds: readonly string[]): Promise<void> {
  await write(ctx, (scope) =>
    scope.query(`update messages set read_receipt = 'sent' where id = any($1::uuid[])`, [[...messageIds]]),
  );
}
