import type { Readable } from 'node:stream';
import { newId } from '@tiktickets/db';
import { fileTypeFromBuffer } from 'file-type';
import { type MediaView, maxMediaBytes, type UploadInput, uploadInput } from '../contracts/index.ts';
import { type Context, conflict, invalidInput, read, requireUser, write } from '../kernel/index.ts';
import { ticketView } from '../tickets/index.ts';
import { keptType, kindOfFile } from './rules.ts';

/**
 * Keeps a file that somebody attaches, as it streams in; it is sent by the message that names it.
 * @throws {AppError} `conflict` unless the ticket is open with them, `invalid-input` on `file` when empty or too large
 */
export async function uploadMedia(ctx: Context, input: UploadInput & { stream: Readable }): Promise<MediaView> {
  const actor = requireUser(ctx, 'message:send');
  const { ticketId, fileName, mimetype } = uploadInput.parse(input);
  const ticket = await read(ctx, (scope) => ticketView(ctx, scope, ticketId));
  if (ticket.state !== 'open' || ticket.agent?.id !== actor.userId)
    throw conflict('accept the ticket before answering');
  const maxBytes = maxMediaBytes[kindOfFile(mimetype)];
  const stored = await ctx.kernel.storage.write({ tenantId: ctx.tenantId, stream: input.stream, maxBytes });
  if (stored.sizeBytes === 0) throw invalidInput('file', 'is empty');
  const real = (await fileTypeFromBuffer(stored.head))?.mime ?? null;
  // Known by its bytes, never by its name: a picture that is none travels as a document.
  const type = keptType(mimetype, real);
  const kind = kindOfFile(type);
  const id = newId();
  await write(ctx, (scope) =>
    scope.query(
      `insert into media (tenant_id, id, ticket_id, channel_id, uploaded_by, kind, state, storage_key, sha256, mimetype, file_name, size_bytes)
       values (app_tenant(), $1, $2, $3, $4, $5, 'stored', $6, $7, $8, $9, $10)`,
      [
        id,
        ticketId,
        ticket.channel.id,
        actor.userId,
        kind,
        stored.key,
        stored.sha256,
        type,
        fileName,
        stored.sizeBytes,
      ],
    ),
  );
  return {
    id,
    kind,
    state: 'stored',
    failure: null,
    mimetype: type,
    fileName,
    sizeBytes: stored.sizeBytes,
    width: null,
    height: null,
    seconds: null,
    waveform: null,
    thumbnail: null,
  };
}
