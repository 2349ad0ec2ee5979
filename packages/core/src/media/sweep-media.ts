import { type Scope, withPlatform } from '@tiktickets/db';
import type { Kernel, ListedFile } from '../kernel/index.ts';
import { lockFile } from './claim-file.ts';

const dayMs = 86_400_000;
const batchSize = 500;

/** What a sweep removed. */
export interface Swept {
  uploads: number;
  files: number;
  partial: number;
}

/**
 * A platform entry point. Forgets uploads that were never sent, then files that no row names, then what writes that
 * broke have left behind; each only once it is a day old.
 */
export async function sweepMedia(
  kernel: Kernel,
  { signal, olderThanMs = dayMs }: { signal: AbortSignal; olderThanMs?: number },
): Promise<Swept> {
  const uploads = await forgetUploads(kernel, { signal, olderThanMs });
  let files = 0;
  let batch: ListedFile[] = [];
  const before = Date.now() - olderThanMs;
  for await (const file of kernel.storage.list()) {
    if (signal.aborted) break;
    if (file.modifiedAtMs > before) continue;
    batch.push(file);
    if (batch.length < batchSize) continue;
    files += await removeUnnamed(kernel, batch);
    batch = [];
  }
  if (!signal.aborted) files += await removeUnnamed(kernel, batch);
  return { uploads, files, partial: await kernel.storage.removePartial(olderThanMs) };
}

async function forgetUploads(
  kernel: Kernel,
  { signal, olderThanMs }: { signal: AbortSignal; olderThanMs: number },
): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const rows = await withPlatform({ database: kernel.database }, (scope) =>
      scope.query(
        `delete from media where (tenant_id, id) in (
           select tenant_id, id from media
           where message_id is null and uploaded_by is not null and created_at < now() - $1::float8 * interval '1 millisecond'
           limit ${batchSize} for update skip locked
         ) returning 1`,
        [olderThanMs],
      ),
    );
    forgotten += rows.length;
    if (rows.length < batchSize || signal.aborted) return forgotten;
  }
}

const unnamed = `
  select key from unnest($1::text[]) as k (key)
  where not exists (select from media m where m.tenant_id = split_part(key, '/', 1)::uuid and m.storage_key = key)
    and not exists (select from media_renditions r where r.tenant_id = split_part(key, '/', 1)::uuid and r.storage_key = key)`;

const unnamedOf = (scope: Scope, keys: readonly string[]): Promise<{ key: string }[]> =>
  scope.query<{ key: string }>(unnamed, [[...keys]]);

async function removeUnnamed(kernel: Kernel, files: readonly ListedFile[]): Promise<number> {
  if (files.length === 0) return 0;
  const suspects = await withPlatform({ database: kernel.database, read: true }, (scope) =>
    unnamedOf(
      scope,
      files.map((file) => file.key),
    ),
  );
  let removed = 0;
  for (const { key } of suspects) {
    await withPlatform({ database: kernel.database }, async (scope) => {
      await lockFile(scope, key);
      if ((await unnamedOf(scope, [key])).length === 0) return;
      await kernel.storage.remove(key);
      removed += 1;
    });
  }
  return removed;
}

/** A platform entry point. Wakes whoever prepares files for those that have waited for longer than a wake-up should take. */
export async function wakePreparing(kernel: Kernel): Promise<number> {
  const rows = await withPlatform({ database: kernel.database, read: true }, (scope) =>
    scope.query<{ tenant_id: string; id: string }>(
      `select tenant_id, id from media where prepare = 'due' and state = 'stored' and created_at < now() - interval '10 seconds'
       order by id desc limit 200`,
    ),
  );
  for (const row of rows) kernel.bus.publish('media', `${row.tenant_id}:${row.id}`);
  return rows.length;
}
