import type { MediaKey, MediaReference } from '@tiktickets/wbot/contract';
import { type Context, read } from '../kernel/index.ts';

export interface DueMedia {
  mediaId: string;
  key: MediaKey;
  reference: MediaReference;
  attempts: number;
}

interface Row {
  id: string;
  attempts: number;
  remote_chat: string;
  remote_id: string;
  from_me: boolean;
  participant: string | null;
  reference: MediaReference | string;
}

/** Files to be fetched from the provider now, newest conversations first: somebody may be looking at them. */
export async function dueMedia(ctx: Context, input: { channelId: string; limit: number }): Promise<DueMedia[]> {
  const rows = await read(ctx, (scope) =>
    scope.query<Row>(
      `select f.id, f.attempts, m.remote_chat, m.remote_id, m.from_me, m.participant, f.reference
       from media f join messages m on m.tenant_id = f.tenant_id and m.id = f.message_id
       where f.channel_id = $1::uuid and f.state = 'due' and f.reference is not null and (f.next_at is null or f.next_at <= now())
       order by m.is_history, f.id desc limit $2`,
      [input.channelId, input.limit],
    ),
  );
  return rows.map((row) => ({
    mediaId: row.id,
    attempts: row.attempts,
    key: { remoteChat: row.remote_chat, remoteId: row.remote_id, fromMe: row.from_me, participant: row.participant },
    reference: typeof row.reference === 'string' ? JSON.parse(row.reference) : row.reference,
  }));
}

/** In how many milliseconds the next file of a channel is to be tried again; null when none waits. */
export async function msUntilDue(ctx: Context, input: { channelId: string }): Promise<number | null> {
  const [row] = await read(ctx, (scope) =>
    scope.query<{ ms: number | null }>(
      `select (extract(epoch from min(next_at) - now()) * 1000)::float8 as ms from media
       where channel_id = $1::uuid and state = 'due' and reference is not null and next_at is not null`,
      [input.channelId],
    ),
  );
  return row?.ms == null ? null : Math.max(0, Math.ceil(row.ms));
}
