import { newId } from '@tiktickets/db';
import type { JournalEntry } from '@tiktickets/wbot/contract';
import { type Context, read, write } from '../kernel/index.ts';
import { storable } from './storable.ts';

/** After this many failures an entry waits for a person instead of holding up its lane. */
const maxAttempts = 5;

/**
 * Makes what the provider gave us durable before it is acknowledged to them. The same message again is the same row.
 * @returns the row's id
 */
export async function journalMessage(
  ctx: Context,
  input: { channelId: string; entry: JournalEntry },
): Promise<{ journalId: string }> {
  const { channelId, entry } = input;
  const [row] = await write(ctx, (scope) =>
    scope.query<{ id: string }>(
      `insert into inbound_journal (tenant_id, id, channel_id, remote_chat, remote_id, from_me, envelope, content)
       values (app_tenant(), $1, $2, $3, $4, $5, $6, $7)
       on conflict (tenant_id, channel_id, remote_id, remote_chat, from_me) do update set remote_id = excluded.remote_id
       returning id`,
      [
        newId(),
        channelId,
        storable(entry.remoteChat),
        storable(entry.remoteId),
        entry.fromMe,
        // Refused here, the message would come again on every connection, for ever.
        JSON.stringify(storable(entry.envelope)),
        Buffer.from(entry.content),
      ],
    ),
  );
  if (!row) throw new Error('the journal gave no row back');
  return { journalId: row.id };
}

interface JournalRow {
  id: string;
  remote_chat: string;
  remote_id: string;
  from_me: boolean;
  envelope: Record<string, string> | string;
  content: Uint8Array;
}

/** Entries that were journaled and not ingested, oldest first: what a crash left behind. */
export async function waitingJournal(
  ctx: Context,
  input: { channelId: string; limit: number },
): Promise<{ journalId: string; entry: JournalEntry }[]> {
  const rows = await read(ctx, (scope) =>
    scope.query<JournalRow>(
      `select id, remote_chat, remote_id, from_me, envelope, content from inbound_journal
       where channel_id = $1::uuid and ingested_at is null and attempts < $3 order by id limit $2`,
      [input.channelId, input.limit, maxAttempts],
    ),
  );
  return rows.map((row) => ({
    journalId: row.id,
    entry: {
      remoteChat: row.remote_chat,
      remoteId: row.remote_id,
      fromMe: row.from_me,
      envelope: typeof row.envelope === 'string' ? JSON.parse(row.envelope) : row.envelope,
      content: row.content,
    },
  }));
}

/** Entries without content of their own (protocol traffic): nothing to show, nothing left to do. */
export async function skipJournal(ctx: Context, journalIds: readonly string[]): Promise<void> {
  await write(ctx, (scope) =>
    scope.query('update inbound_journal set ingested_at = now() where id = any($1::uuid[])', [[...journalIds]]),
  );
}

export async function journalFailed(ctx: Context, input: { journalId: string; error: string }): Promise<void> {
  await write(ctx, (scope) =>
    scope.query('update inbound_journal set attempts = attempts + 1, error = left($2, 300) where id = $1::uuid', [
      input.journalId,
      input.error,
    ]),
  );
}
