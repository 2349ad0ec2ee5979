import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Context, type StoredFile, write } from '../kernel/index.ts';
import { type DueFile, keepPrepared, type Prepared, preparingFailed } from './keep-prepared.ts';
import { type MediaTools, UnusableMedia } from './media-tools.ts';
import { isPicture } from './rules.ts';

const maxAttempts = 3;
const maxRenditionBytes = 96 * 2 ** 20;

/**
 * Does the work that is due on a stored file: a recording becomes a voice note, pictures and films get a small picture
 * and their size, sound a form that every browser plays. Once it is done, running it again does nothing.
 * @throws when it may work later; a file of which nothing can be made ends as `failed`
 */
export async function prepareMedia(
  ctx: Context,
  { mediaId, tools }: { mediaId: string; tools: MediaTools },
): Promise<void> {
  const [file] = await write(ctx, (scope) =>
    scope.query<DueFile>(
      `update media set prepare_attempts = prepare_attempts + 1
       where id = $1::uuid and prepare = 'due' and state = 'stored'
       returning id, kind, mimetype, storage_key, kind = 'voice' and uploaded_by is not null as is_recording, prepare_attempts`,
      [mediaId],
    ),
  );
  if (!file) return;
  // A file that ended the process each time it was opened is not opened again.
  if (file.prepare_attempts > maxAttempts) return await preparingFailed(ctx, file);
  const folder = await mkdtemp(path.join(tmpdir(), 'tiktickets-prepare-'));
  try {
    await keepPrepared(ctx, file, await prepare(ctx, file, { folder, tools }));
  } catch (error) {
    if (!(error instanceof UnusableMedia)) {
      // Not the file's fault; only a try that ended the process goes on counting.
      await write(ctx, (scope) =>
        scope.query(
          'update media set prepare_attempts = prepare_attempts - 1 where id = $1::uuid and prepare_attempts > 0',
          [mediaId],
        ),
      );
      throw error;
    }
    ctx.kernel.logger.warn({ mediaId, kind: file.kind, err: error }, 'nothing could be made of a file');
    await preparingFailed(ctx, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepare(
  ctx: Context,
  file: DueFile,
  { folder, tools }: { folder: string; tools: MediaTools },
): Promise<Prepared> {
  const [input, output] = [path.join(folder, 'input'), path.join(folder, 'output')];
  const stored = await ctx.kernel.storage.read(file.storage_key);
  if (!stored) throw new UnusableMedia('the file is gone');
  await pipeline(stored, createWriteStream(input));
  const { mimetype } = file;
  const keep = (made: string): Promise<StoredFile> => keepFile(ctx, made);
  if (isPicture(file)) {
    const { width, height, preview } = await tools.picture({ input, output });
    const thumbnail = { ...(await keep(output)), mimetype: 'image/webp' };
    return { width, height, preview, renditions: { thumbnail } };
  }
  if (file.kind === 'video' || file.kind === 'gif') {
    const { preview, ...facts } = await tools.film({ input, output, mimetype });
    return { ...facts, preview, renditions: { thumbnail: { ...(await keep(output)), mimetype: 'image/webp' } } };
  }
  if (!file.is_recording) {
    const sound = await tools.playable({ input, output, mimetype });
    return { ...sound, renditions: { playable: { ...(await keep(output)), mimetype: 'audio/mp4' } } };
  }
  const sound = await tools.voice({ input, output, mimetype });
  const playable = path.join(folder, 'playable');
  await tools.playable({ input: output, output: playable, mimetype: 'audio/ogg' });
  return {
    ...sound,
    replacement: { ...(await keep(output)), mimetype: 'audio/ogg' },
    renditions: { playable: { ...(await keep(playable)), mimetype: 'audio/mp4' } },
  };
}

async function keepFile(ctx: Context, made: string): Promise<StoredFile> {
  const { size } = await stat(made).catch(() => ({ size: 0 }));
  if (size === 0) throw new UnusableMedia('nothing came of it');
  const stream = createReadStream(made);
  return await ctx.kernel.storage.write({ tenantId: ctx.tenantId, stream, maxBytes: maxRenditionBytes });
}
