import type { Readable } from 'node:stream';
import type { OutboundContent, OutboundQuote } from '@tiktickets/wbot/contract';
import type { MediaKind } from '../contracts/index.ts';
import { type Context, notFound, read } from '../kernel/index.ts';

interface Row {
  body: string | null;
  kind: string;
  quoted: { remoteId: string; fromMe: boolean; preview: string | null } | string | null;
  media_kind: MediaKind | null;
  storage_key: string | null;
  mimetype: string | null;
  file_name: string | null;
  size_bytes: number | null;
  seconds: number | null;
  waveform: string | null;
}

/** A stored message in the driver's words, its file to be opened at each try. @throws {AppError} `not-found` */
export async function outboundContent(
  ctx: Context,
  input: { messageId: string },
): Promise<{ content: OutboundContent; quoted: OutboundQuote | null }> {
  const [row] = await read(ctx, (scope) =>
    scope.query<Row>(
      `select m.body, m.kind, m.quoted, f.kind as media_kind, f.storage_key, f.mimetype, f.file_name, f.size_bytes, f.seconds, f.waveform
       from messages m left join media f on f.tenant_id = m.tenant_id and f.message_id = m.id where m.id = $1::uuid`,
      [input.messageId],
    ),
  );
  if (!row) throw notFound('message');
  const quoted = typeof row.quoted === 'string' ? JSON.parse(row.quoted) : row.quoted;
  return {
    content: contentOf(ctx, row),
    quoted: quoted && { remoteId: quoted.remoteId, fromMe: quoted.fromMe, participant: null, preview: quoted.preview },
  };
}

function contentOf(ctx: Context, row: Row): OutboundContent {
  const { storage_key: key, media_kind: kind } = row;
  if (!key || !kind) return { kind: 'text', text: row.body ?? '' };
  return {
    kind,
    open: async (): Promise<Readable> => {
      const stream = await ctx.kernel.storage.read(key);
      if (!stream) throw notFound('media');
      return stream;
    },
    sizeBytes: row.size_bytes ?? 0,
    mimetype: row.mimetype ?? 'application/octet-stream',
    fileName: row.file_name,
    caption: row.body,
    seconds: row.seconds,
    waveform: row.waveform,
  };
}
