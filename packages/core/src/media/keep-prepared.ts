import type { MediaKind } from '../contracts/index.ts';
import { type Context, type StoredFile, type WriteScope, write } from '../kernel/index.ts';
import { claimFile } from './claim-file.ts';
import { announceMedia } from './repository.ts';

/** A stored file with work to do. */
export interface DueFile {
  id: string;
  kind: MediaKind;
  mimetype: string;
  storage_key: string;
  is_recording: boolean;
  prepare_attempts: number;
}

type KeptFile = StoredFile & { mimetype: string };

/** What was made of a file. */
export interface Prepared {
  width?: number;
  height?: number;
  seconds?: number | null;
  waveform?: string;
  preview?: string;
  /** Takes the place of the file itself. */
  replacement?: KeptFile;
  renditions: { thumbnail?: KeptFile; playable?: KeptFile };
}

interface Row {
  ticket_id: string;
  channel_id: string;
  message_id: string | null;
}

/** Writes down what was made, once, and lets a message go that waited for it. */
export async function keepPrepared(ctx: Context, file: DueFile, made: Prepared): Promise<void> {
  const { replacement, renditions } = made;
  await write(ctx, async (scope) => {
    for (const kept of [replacement, renditions.thumbnail, renditions.playable])
      if (kept) await claimFile(ctx.kernel, scope, kept.key);
    const [row] = await scope.query<Row>(
      `update media set prepare = 'done', width = coalesce($2::int, width), height = coalesce($3::int, height),
              seconds = coalesce($4::int, seconds), waveform = coalesce(waveform, $5), thumbnail = coalesce(thumbnail, $6),
              storage_key = coalesce($7, storage_key), sha256 = coalesce($8, sha256), size_bytes = coalesce($9::bigint, size_bytes),
              mimetype = coalesce($10, mimetype)
       where id = $1::uuid and prepare = 'due' returning ticket_id, channel_id, message_id`,
      [
        file.id,
        made.width ?? null,
        made.height ?? null,
        made.seconds ?? null,
        made.waveform ?? null,
        made.preview ?? null,
        replacement?.key ?? null,
        replacement?.sha256 ?? null,
        replacement?.sizeBytes ?? null,
        replacement?.mimetype ?? null,
      ],
    );
    if (!row) return;
    await keepRenditions(scope, file.id, renditions);
    await letGo(ctx, scope, row);
  });
}

async function keepRenditions(scope: WriteScope, mediaId: string, made: Prepared['renditions']): Promise<void> {
  for (const kind of ['thumbnail', 'playable'] as const) {
    const kept = made[kind];
    if (!kept) continue;
    await scope.query(
      `insert into media_renditions (tenant_id, media_id, kind, storage_key, sha256, mimetype, size_bytes)
       values (app_tenant(), $1, $2, $3, $4, $5, $6) on conflict (tenant_id, media_id, kind) do nothing`,
      [mediaId, kind, kept.key, kept.sha256, kept.mimetype, kept.sizeBytes],
    );
  }
}

/** Nothing can be made of it. A recording that is none cannot be sent; anything else goes as it is. */
export async function preparingFailed(ctx: Context, file: Pick<DueFile, 'id' | 'is_recording'>): Promise<void> {
  await write(ctx, async (scope) => {
    const [row] = await scope.query<Row>(
      `update media set prepare = 'failed' where id = $1::uuid and prepare = 'due' returning ticket_id, channel_id, message_id`,
      [file.id],
    );
    if (!row) return;
    if (file.is_recording && row.message_id) {
      await scope.query(
        `with failed as (
           update messages set state = 'failed', failure = 'bad_content', state_at = now(), next_at = null
           where id = $1::uuid and state = 'queued' returning id, ticket_id
         )
         update tickets t set last_state = 'failed', rev = t.rev + 1 from failed f where t.id = f.ticket_id and t.last_message_id = f.id`,
        [row.message_id],
      );
    }
    await letGo(ctx, scope, row);
  });
}

async function letGo(ctx: Context, scope: WriteScope, row: Row): Promise<void> {
  await announceMedia(scope, { ticketId: row.ticket_id, messageId: row.message_id });
  if (!row.message_id) return;
  await scope.query(`update messages set next_at = null where id = $1::uuid and state = 'queued' and attempts = 0`, [
    row.message_id,
  ]);
  scope.wake('lane', `${ctx.tenantId}:${row.channel_id}`);
}
