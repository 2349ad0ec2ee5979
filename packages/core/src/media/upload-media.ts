import type { Readable } from 'node:stream';
import { newId } from '@tiktickets/db';
import { fileTypeFromBuffer } from 'file-type';
import { type MediaView, maxMediaBytes, type UploadInput, uploadInput } from '../contracts/index.ts';
import { type Context, conflict, invalidInput, read, requireUser, write } from '../kernel/index.ts';
import { ticketView } from '../tickets/index.ts';
import { claimFile } from './claim-file.ts';
import { isForbidden, keptType, kindOfFile, needsPreparing, recordable } from './rules.ts';

/**
 * Keeps a file that somebody attaches, as it streams in; it is sent by the message that names it.
 * A recording becomes a voice note before it goes out.
 * @throws {AppError} `conflict` unless the ticket is open with them, `invalid-input` on `file` when empty, too large or no
 * recording, and on `fileName` when it is a program; `unavailable` when there is no room
 */
export async function uploadMedia(ctx: Context, input: UploadInput & { stream: Readable }): Promise<MediaView> {
  const actor = requireUser(ctx, 'message:send');
  const { ticketId, fileName, mimetype, isRecording } = uploadInput.parse(input);
  if (isForbidden({ fileName, sniffed: null })) throw invalidInput('fileName', 'programs are not sent');
  const ticket = await read(ctx, (scope) => ticketView(ctx, scope, ticketId));
  if (ticket.state !== 'open' || ticket.agent?.id !== actor.userId)
    throw conflict('accept the ticket before answering');
  const maxBytes = maxMediaBytes[isRecording ? 'voice' : kindOfFile(mimetype)];
  const stored = await ctx.kernel.storage.write({ tenantId: ctx.tenantId, stream: input.stream, maxBytes });
  if (stored.sizeBytes === 0) throw invalidInput('file', 'is empty');
  const real = (await fileTypeFromBuffer(stored.head))?.mime ?? null;
  // Known by its bytes, never by its name: a picture that is none travels as a document.
  if (isForbidden({ fileName, sniffed: real })) throw invalidInput('fileName', 'programs are not sent');
  const type = keptType(mimetype, real);
  if (isRecording && !recordable.has(type)) throw invalidInput('file', 'is no recording');
  const kind = isRecording ? 'voice' : kindOfFile(type);
  const prepare = needsPreparing({ kind, mimetype: type, isRecording }) ? 'due' : null;
  const id = newId();
  await write(ctx, async (scope) => {
    await claimFile(ctx.kernel, scope, stored.key);
    await scope.query(
      `insert into media (tenant_id, id, ticket_id, channel_id, uploaded_by, kind, state, storage_key, sha256, mimetype, file_name,
                          size_bytes, prepare)
       values (app_tenant(), $1, $2, $3, $4, $5, 'stored', $6, $7, $8, $9, $10, $11)`,
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
        prepare,
      ],
    );
    if (prepare) scope.wake('media', `${ctx.tenantId}:${id}`);
  });
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
    isPreparing: isRecording,
    hasThumbnail: false,
    hasPlayable: false,
  };
}
