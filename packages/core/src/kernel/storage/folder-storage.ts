import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, opendir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Meter } from './meter.ts';
import { assertKey, keyForm, keyOf, type ListedFile, type Storage } from './storage.ts';
import { storageTrouble } from './storage-errors.ts';

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

/** A folder of this machine (or a volume that web and worker share). A file appears under its name only once it is whole. */
export function createFolderStorage(folder: string): Storage {
  const incoming = path.join(folder, 'incoming');
  const pathOf = (key: string): string => {
    assertKey(key);
    return path.join(folder, key);
  };
  return {
    kind: 'folder',
    write: async ({ tenantId, stream, maxBytes }) => {
      const part = path.join(incoming, randomUUID());
      const meter = new Meter(maxBytes);
      try {
        await mkdir(incoming, { recursive: true });
        await pipeline(stream, meter, createWriteStream(part, { flags: 'wx' }));
        const file = await open(part, 'r+');
        await file.sync();
        await file.close();
        const sha256 = meter.digest();
        const key = keyOf({ tenantId, sha256 });
        await mkdir(path.dirname(pathOf(key)), { recursive: true });
        await rename(part, pathOf(key));
        // A file that a slow stream filled for hours is new now.
        const now = new Date();
        await utimes(pathOf(key), now, now);
        return { key, sizeBytes: meter.sizeBytes, sha256, head: meter.head };
      } catch (error) {
        await rm(part, { force: true });
        if (isFull(error)) throw storageTrouble('storage_full', error);
        throw error;
      }
    },
    read: async (key, range) => {
      const file = pathOf(key);
      const known = await stat(file).catch(() => null);
      return known ? createReadStream(file, range) : null;
    },
    has: async (key) => (await stat(pathOf(key)).catch(() => null)) !== null,
    remove: (key) => rm(pathOf(key), { force: true }),
    list: () => listFolder(folder),
    removePartial: async (olderThanMs) => {
      const names = await readdir(incoming).catch(() => []);
      let removed = 0;
      for (const name of names) {
        const file = path.join(incoming, name);
        const known = await stat(file).catch(() => null);
        if (!known || known.mtimeMs > Date.now() - olderThanMs) continue;
        await rm(file, { force: true });
        removed += 1;
      }
      return removed;
    },
  };
}

async function* listFolder(folder: string): AsyncIterable<ListedFile> {
  const files = await opendir(folder, { recursive: true }).catch(() => null);
  if (!files) return;
  for await (const entry of files) {
    const file = path.join(entry.parentPath, entry.name);
    const key = path.relative(folder, file).split(path.sep).join('/');
    if (!entry.isFile() || !keyForm.test(key)) continue;
    const known = await stat(file).catch(() => null);
    if (known) yield { key, sizeBytes: known.size, modifiedAtMs: known.mtimeMs };
  }
}
