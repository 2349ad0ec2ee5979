import type { Readable } from 'node:stream';
import { fileTypeFromBuffer } from 'file-type';
import { type MediaKind, maxMediaBytes } from '../contracts/index.ts';
import { type Context, notFound, read, write } from '../kernel/index.ts';
import { claimFile } from './claim-file.ts';
import { announceMedia } from './repository.ts';
import { keptType, needsPreparing } from './rules.ts';

/**
 * Keeps a file that came from the provider. The stream must fail when its content is not what was promised.
 * @throws {AppError} `invalid-input` when it is larger than its kind may be, `unavailable` when the disk is full
 */
export async function storeMedia(ctx: Context, input: { mediaId: string; stream: Readable }): Promise<void> {
  const [file] = await read(ctx, (scope) =>
    scope.query<{ kind: MediaKind; mimetype: string }>('select kind, mimetype from media where id = $1::uuid', [
      input.mediaId,
    ]),
  );
  if (!file) throw notFound('media');
  const stored = await ctx.kernel.storage.write({
    tenantId: ctx.tenantId,
    stream: input.stream,
    maxBytes: maxMediaBytes[file.kind],
  });
  const mimetype = keptType(file.mimetype, (await fileTypeFromBuffer(stored.head))?.mime ?? null);
  const prepare = needsPreparing({ kind: file.kind, mimetype, isRecording: false }) ? 'due' : null;
  await write(ctx, async (scope) => {
    await claimFile(ctx.kernel, scope, stored.key);
    const [kept] = await scope.query<{ ticket_id: string; message_id: string | null }>(
      `update media set state = 'stored', storage_key = $2, sha256 = $3, size_bytes = $4, mimetype = $5, reference = null,
              failure = null, next_at = null, prepare = $6
       where id = $1::uuid and state <> 'stored' returning ticket_id, message_id`,
      [input.mediaId, stored.key, stored.sha256, stored.sizeBytes, mimetype, prepare],
    );
    if (!kept) return;
    await announceMedia(scope, { ticketId: kept.ticket_id, messageId: kept.message_id });
    if (prepare) scope.wake('media', `${ctx.tenantId}:${input.mediaId}`);
  });
}

const maxAttempts = 6;

/**
 * A file could not be had: later again, or given up with a code that stands beside the message. Without room here it is
 * never given up: the provider keeps it for weeks, and its message says what it waits for.
 */
export async function mediaFailed(
  ctx: Context,
  input: { mediaId: string; code: string; retryable: boolean },
): Promise<void> {
  await write(ctx, async (scope) => {
    const [row] = await scope.query<{ ticket_id: string; message_id: string | null; state: string; is_news: boolean }>(
      `with before as (select id, failure from media where id = $1::uuid)
       update media f set attempts = case when $2 = 'no_room' then least(f.attempts + 1, $4 - 2) else f.attempts + 1 end, failure = $2,
              state = case when $3::bool and ($2 = 'no_room' or f.attempts + 1 < $4) then 'due' else 'failed' end,
              next_at = now() + least(300, 2 ^ (f.attempts + 1)) * interval '1 second'
       from before b where f.id = b.id and f.state = 'due'
       returning f.ticket_id, f.message_id, f.state, b.failure is distinct from 'no_room' and $2 = 'no_room' as is_news`,
      [input.mediaId, input.code, input.retryable, maxAttempts],
    );
    if (row?.state === 'failed' || row?.is_news)
      await announceMedia(scope, { ticketId: row.ticket_id, messageId: row.message_id });
  });
}
