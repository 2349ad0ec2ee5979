import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import type { TestDatabases } from './global-setup.ts';
import { withDatabase } from './template.ts';

export interface ClonedDatabase extends AsyncDisposable {
  /** The role that owns the tables; passes every row-level policy. */
  ownerUrl: string;
  /** The tenant-scoped role of web and worker. */
  appUrl: string;
  /** The role of the platform's own entry points. */
  platformUrl: string;
  /** APP_SECRET that leads from `ownerUrl` to the two role URLs, for tests that start a whole process. */
  appSecret: string;
  drop(): Promise<void>;
}

/** A database of its own for one test file: `await using database = await cloneDatabase()`. */
export async function cloneDatabase(): Promise<ClonedDatabase> {
  return cloneFrom(inject('tikticketsDatabases'));
}

/** As cloneDatabase, outside vitest (bench, browser journeys). */
export async function cloneFrom(databases: TestDatabases): Promise<ClonedDatabase> {
  const name = `clone_${process.pid}_${randomBytes(5).toString('hex')}`;
  await runAsAdmin(databases.adminUrl, (sql) => sql`create database ${sql(name)} template ${sql(databases.template)}`);
  const drop = () => runAsAdmin(databases.adminUrl, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
  return {
    ownerUrl: withDatabase(databases.adminUrl, name),
    appUrl: withDatabase(databases.appUrl, name),
    platformUrl: withDatabase(databases.platformUrl, name),
    appSecret: databases.appSecret,
    drop,
    [Symbol.asyncDispose]: drop,
  };
}

async function runAsAdmin(adminUrl: string, statement: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await statement(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
