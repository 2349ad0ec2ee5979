import type { Readable } from 'node:stream';
import type { OutboundContent, OutboundMessage, OutboundQuote, OutboundTarget } from '@tiktickets/wbot/contract';
import type { MediaKind, MessageDetails } from '../contracts/index.ts';
import { type Context, notFound, read } from '../kernel/index.ts';

interface Row {
  body: string | null;
  kind: string;
  details: MessageDetails | string | null;
  is_forwarded: boolean;
  quoted: { remoteId: string; fromMe: boolean; preview: string | null } | string | null;
  mentions: { phone: string | null; lid: string | null }[] | string | null;
  quoted_participant: string | null;
  target_remote_id: string | null;
  target_from_me: boolean | null;
  target_participant: string | null;
  media_kind: MediaKind | null;
  storage_key: string | null;
  mimetype: string | null;
  file_name: string | null;
  size_bytes: number | null;
  width: number | null;
  height: number | null;
  seconds: number | null;
  waveform: string | null;
  thumbnail: string | null;
  /** What a browser recorded, and is no voice note yet. */
  is_raw: boolean;
}

/** JSON columns arrive as text or parsed, depending on the client's parsers. */
const json = <T>(value: T | string | null): T | null => (typeof value === 'string' ? JSON.parse(value) : value);

/** Kinds that are nothing without their file. */
const withFile = ['image', 'video', 'audio', 'voice', 'document', 'sticker'];

/** A stored message of any kind in the driver's words, its file to be opened at each try. @throws {AppError} `not-found` */
export async function outboundContent(
  ctx: Context,
  input: { messageId: string },
): Promise<Pick<OutboundMessage, 'content' | 'isForwarded'> & { quoted: OutboundQuote | null }> {
  const [row] = await read(ctx, (scope) =>
    scope.query<Row>(
      `select m.body, m.kind, m.details, m.is_forwarded, m.quoted, m.mentions, q.participant as quoted_participant,
              t.remote_id as target_remote_id, t.from_me as target_from_me, t.participant as target_participant,
              f.kind as media_kind, f.storage_key, f.mimetype, f.file_name, f.size_bytes, f.width, f.height, f.seconds, f.waveform, f.thumbnail,
              coalesce(f.kind = 'voice' and f.uploaded_by is not null and f.prepare <> 'done', false) as is_raw
       from messages m
       left join messages t on t.tenant_id = m.tenant_id and t.id = m.target_id
       left join messages q on m.quoted is not null and q.tenant_id = m.tenant_id and q.channel_id = m.channel_id
         and q.remote_id = m.quoted ->> 'remoteId' and q.ticket_id = m.ticket_id
       left join media f on f.tenant_id = m.tenant_id and f.message_id = m.id and f.state = 'stored'
       where m.id = $1::uuid`,
      [input.messageId],
    ),
  );
  if (!row) throw notFound('message');
  const quoted = json(row.quoted);
  return {
    content: contentOf(ctx, row),
    isForwarded: row.is_forwarded,
    quoted: quoted && {
      remoteId: quoted.remoteId,
      fromMe: quoted.fromMe,
      participant: row.quoted_participant,
      preview: quoted.preview,
    },
  };
}

function contentOf(ctx: Context, row: Row): OutboundContent {
  if (row.target_remote_id !== null) return changeOf(row, row.target_remote_id);
  if (row.storage_key && row.media_kind) return fileOf(ctx, { ...row, key: row.storage_key, fileKind: row.media_kind });
  if (withFile.includes(row.kind)) throw notFound('media');
  const details = json(row.details);
  switch (details?.kind) {
    case 'location':
    case 'contacts':
    case 'poll':
      return details;
    default:
      return textOf(row);
  }
}

function textOf(row: Row): OutboundContent {
  const mentions = (json(row.mentions) ?? []).flatMap(({ phone, lid }) => {
    if (lid) return `${lid}@lid`;
    return phone ? `${phone}@s.whatsapp.net` : [];
  });
  return { kind: 'text', text: row.body ?? '', mentions };
}

function changeOf(row: Row, remoteId: string): OutboundContent {
  const target: OutboundTarget = {
    remoteId,
    fromMe: row.target_from_me === true,
    participant: row.target_participant,
  };
  switch (row.kind) {
    case 'reaction':
      return { kind: 'reaction', target, emoji: row.body ?? '' };
    case 'edit':
      return { kind: 'edit', target, text: row.body ?? '' };
    default:
      return { kind: 'delete', target };
  }
}

function fileOf(ctx: Context, row: Row & { key: string; fileKind: MediaKind }): OutboundContent {
  if (row.is_raw) throw new Error('a recording is not a voice note yet');
  return {
    kind: row.fileKind,
    open: async (): Promise<Readable> => {
      const stream = await ctx.kernel.storage.read(row.key);
      if (!stream) throw notFound('media');
      return stream;
    },
    sizeBytes: row.size_bytes ?? 0,
    // Players of voice notes look for the codec.
    mimetype: row.fileKind === 'voice' ? 'audio/ogg; codecs=opus' : (row.mimetype ?? 'application/octet-stream'),
    fileName: row.file_name,
    caption: row.body,
    width: row.width,
    height: row.height,
    seconds: row.seconds,
    waveform: row.waveform,
    thumbnail: row.thumbnail,
  };
}
