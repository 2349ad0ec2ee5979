import type { Readable } from 'node:stream';
import { idSchema, type MediaRendition } from '../contracts/index.ts';
import { type ByteRange, type Context, notFound, read, requirePermission } from '../kernel/index.ts';
import { viewerParameters, visibleSql } from '../tickets/visibility.ts';
import { safeFileName, servedType } from './rules.ts';

export interface OpenedMedia {
  mimetype: string;
  /** Whether a page may show it; else it is only downloaded. */
  inline: boolean;
  fileName: string;
  sizeBytes: number;
  sha256: string;
  read(range?: ByteRange): Promise<Readable>;
}

interface Row {
  storage_key: string;
  sha256: string;
  mimetype: string;
  file_name: string | null;
  size_bytes: number;
}

/**
 * A file that is here, or what was made of it, for whoever may see its ticket; one that was uploaded and not sent only for whoever uploaded it.
 * @throws {AppError} `not-found` for the missing, the foreign, the invisible and the taken back alike
 */
export async function openMedia(
  ctx: Context,
  input: { id: string; rendition?: MediaRendition | null },
): Promise<OpenedMedia> {
  requirePermission(ctx, 'message:read');
  if (!idSchema.safeParse(input.id).success) throw notFound('media');
  const [row] = await read(ctx, (scope) =>
    scope.query<Row>(
      `select coalesce(r.storage_key, f.storage_key) as storage_key, coalesce(r.sha256, f.sha256) as sha256,
              coalesce(r.mimetype, f.mimetype) as mimetype, f.file_name, coalesce(r.size_bytes, f.size_bytes) as size_bytes
       from media f join tickets t on t.tenant_id = f.tenant_id and t.id = f.ticket_id
       left join messages m on m.tenant_id = f.tenant_id and m.id = f.message_id
       left join media_renditions r on r.tenant_id = f.tenant_id and r.media_id = f.id and r.kind = $6
       where f.id = $5::uuid and f.state = 'stored' and ${visibleSql} and ($6::text is null or r.media_id is not null)
         and case when f.message_id is null then f.uploaded_by = $2::uuid else m.deleted_at is null
           or (select deleted_messages = 'keep' from tenants own where own.id = f.tenant_id) end`,
      [...viewerParameters(ctx), input.id, input.rendition ?? null],
    ),
  );
  if (!row) throw notFound('media');
  const { inline } = servedType(row.mimetype, row.mimetype);
  const mimetype = inline ? row.mimetype : 'application/octet-stream';
  return {
    mimetype,
    inline,
    fileName: safeFileName(row.file_name),
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    read: async (range) => {
      const stream = await ctx.kernel.storage.read(row.storage_key, range);
      if (!stream) throw notFound('media');
      return stream;
    },
  };
}
