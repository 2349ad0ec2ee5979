import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';

export interface CreateTemplateOptions {
  adminUrl: string;
  /** Files and folders whose content decides whether an existing template may be used again. */
  sources: readonly string[];
  /** Brings an empty database to the current schema. Receives the superuser URL of that database. */
  migrate(ownerUrl: string): Promise<void>;
}

// Any number will do, as long as every run uses the same one.
const templateLockKey = 7_204_931;
const readyComment = 'migrated';

/** Makes sure a migrated template exists and returns its name. Runs of several packages wait for each other here. */
export async function createTemplate(options: CreateTemplateOptions): Promise<string> {
  const name = `template_${fingerprint(options.sources)}`;
  const sql = postgres(options.adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${templateLockKey})`;
    const [existing] = await sql<{ comment: string | null }[]>`
      select shobj_description(oid, 'pg_database') as comment from pg_database where datname = ${name}`;
    if (existing?.comment === readyComment) return name;
    // Left by a migration that was interrupted.
    if (existing) await sql`drop database ${sql(name)} with (force)`;
    await sql`create database ${sql(name)}`;
    await options.migrate(withDatabase(options.adminUrl, name));
    await sql.unsafe(`comment on database "${name}" is '${readyComment}'`);
    return name;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

function fingerprint(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesIn(source)).sort())
    hash.update(`${file}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

function filesIn(source: string): string[] {
  const entries = readdirSync(source, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
