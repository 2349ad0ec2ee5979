import { type Context, read, write } from '../kernel/index.ts';

export interface DueReadReceipt {
  messageId: string;
  remoteChat: string;
  remoteId: string;
  /** In a group, whoever wrote it. */
  participant: string | null;
  /** Whether the channel shows customers that they were read at all. */
  isWanted: boolean;
}

/** Incoming messages that were read here and whose sender has not been told, oldest first. */
export function dueReadReceipts(ctx: Context, input: { channelId: string; limit: number }): Promise<DueReadReceipt[]> {
  return read(ctx, (scope) =>
    scope.query<DueReadReceipt>(
      `select m.id as "messageId", m.remote_chat as "remoteChat", m.remote_id as "remoteId", m.participant,
         c.read_receipts as "isWanted"
       from messages m join channels c on c.tenant_id = m.tenant_id and c.id = m.channel_id
       where m.channel_id = $1::uuid and m.read_receipt = 'due' order by m.id limit $2`,
      [input.channelId, input.limit],
    ),
  );
}

export async function readReceiptsSent(ctx: Context, messageIds: readonly string[]): Promise<void> {
  await write(ctx, (scope) =>
    scope.query(`update messages set read_receipt = 'sent' where id = any($1::uuid[])`, [[...messageIds]]),
  );
}
