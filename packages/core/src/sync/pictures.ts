import { Readable } from 'node:stream';
import type { PersonReference } from '@tiktickets/wbot/contract';
import { fileTypeFromBuffer } from 'file-type';
import { idSchema } from '../contracts/index.ts';
import { AppError, type Context, notFound, read, requirePermission, type WriteScope, write } from '../kernel/index.ts';
import type { OpenedMedia } from '../media/index.ts';
import { viewerParameters, visibleSql } from '../tickets/visibility.ts';

const maxBytes = 2 ** 20;
const shown = new Set(['image/jpeg', 'image/png', 'image/webp']);

export interface DuePicture {
  contactId: string;
  remoteChat: string;
}

/** The person of this channel whose picture is to be asked for next, the newest first; null when none is due. */
export async function duePicture(ctx: Context, input: { channelId: string }): Promise<DuePicture | null> {
  const [row] = await read(ctx, (scope) =>
    scope.query<DuePicture>(
      `select c.id as "contactId", t.remote_chat as "remoteChat"
       from contacts c join tickets t on t.tenant_id = c.tenant_id and t.contact_id = c.id and t.channel_id = $1::uuid and not t.is_group
       where c.picture_due_at <= now() order by c.picture_due_at desc limit 1`,
      [input.channelId],
    ),
  );
  return row ?? null;
}

async function keep(
  scope: WriteScope,
  { contactId, key, days }: { contactId: string; key: string | null; days: number },
): Promise<void> {
  const tickets = await scope.query<{ id: string }>(
    `with kept as (
       update contacts c set picture_key = $2, picture_due_at = now() + make_interval(days => $3::int)
       from contacts before where c.id = $1::uuid and before.id = c.id returning c.id, before.picture_key is distinct from $2 as is_new
     )
     update tickets t set rev = t.rev + 1 from kept k where k.is_new and t.contact_id = k.id returning t.id`,
    [contactId, key, days],
  );
  for (const { id } of tickets) scope.event({ type: 'ticket', entityId: id });
}

/** Asked again by itself after so many days; sooner when the person changes it. */
const keptDays = 30;

/**
 * Keeps a person's picture, or that there is none that we may see. What is no picture counts as none.
 * @throws {AppError} `unavailable` when there is no room
 */
export async function storePicture(
  ctx: Context,
  { contactId, stream }: { contactId: string; stream: Readable | null },
): Promise<void> {
  const stored = stream && (await ctx.kernel.storage.write({ tenantId: ctx.tenantId, stream, maxBytes }));
  const type = stored && (await fileTypeFromBuffer(stored.head))?.mime;
  const key = stored && type && shown.has(type) ? stored.key : null;
  await write(ctx, (scope) => keep(scope, { contactId, key, days: keptDays }));
}

/** It could not be asked for: tomorrow again. */
export async function pictureFailed(ctx: Context, { contactId }: { contactId: string }): Promise<void> {
  await write(ctx, (scope) =>
    scope.query(`update contacts set picture_due_at = now() + interval '1 day' where id = $1::uuid`, [contactId]),
  );
}

/** Somebody has another picture now. */
export async function pictureChanged(ctx: Context, { phone, lid }: PersonReference): Promise<void> {
  await write(ctx, (scope) =>
    scope.query(
      `update contacts c set picture_due_at = now() from contact_identities i
       where i.contact_id = c.id and ((i.kind = 'lid' and i.value = $1) or (i.kind = 'phone' and i.value = $2))`,
      [lid, phone],
    ),
  );
}

/** A person's picture, for whoever may see one of their conversations. @throws {AppError} `not-found` */
export async function openPicture(ctx: Context, input: { contactId: string }): Promise<OpenedMedia> {
  requirePermission(ctx, 'contact:read');
  if (!idSchema.safeParse(input.contactId).success) throw notFound('picture');
  const [row] = await read(ctx, (scope) =>
    scope.query<{ key: string | null }>(
      `select c.picture_key as key from contacts c
       where c.id = $5::uuid and exists (select from tickets t where t.contact_id = c.id and ${visibleSql})`,
      [...viewerParameters(ctx), input.contactId],
    ),
  );
  const key = row?.key;
  const bytes = key ? await wholeOf(await ctx.kernel.storage.read(key)) : null;
  const type = bytes && (await fileTypeFromBuffer(bytes))?.mime;
  if (!key || !bytes || !type || !shown.has(type)) throw notFound('picture');
  return {
    mimetype: type,
    inline: true,
    fileName: 'foto',
    sizeBytes: bytes.length,
    sha256: key.slice(-64),
    read: async (range) => Readable.from([range ? bytes.subarray(range.start, range.end + 1) : bytes]),
  };
}

/** Pictures are small: at most 1 MiB was stored. */
async function wholeOf(stream: Readable | null): Promise<Buffer | null> {
  if (!stream) return null;
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  const bytes = Buffer.concat(parts);
  if (bytes.length > maxBytes) throw new AppError('internal', 'a picture is larger than what is stored of one');
  return bytes;
}
