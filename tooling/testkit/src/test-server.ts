import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAlive, startPostgres, waitForLock } from '@tiktickets/services';
import postgres from 'postgres';

export interface TestServer extends AsyncDisposable {
  /** Superuser URL of the maintenance database. */
  adminUrl: string;
  release(): Promise<void>;
}

export const repositoryRoot = fileURLToPath(new URL('../../../', import.meta.url));
const home = path.join(repositoryRoot, 'node_modules', '.cache', 'tiktickets-tests');
const leases = path.join(home, 'leases');
const lockTimeoutMs = 120_000;
const keptTemplates = 3;

/** Nothing in a test database outlives the machine, so durability is traded for speed. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_connections: '400',
  max_wal_size: '256MB',
};

/**
 * The PostgreSQL that all test runs of this checkout share: the first one starts it, the last one stops it.
 * `externalUrl` (TEST_DATABASE_URL) replaces it by a server whose superuser may create databases and roles.
 */
export async function acquireTestServer(options: { externalUrl?: string } = {}): Promise<TestServer> {
  const { externalUrl } = options;
  if (externalUrl) return { adminUrl: externalUrl, release: async () => {}, [Symbol.asyncDispose]: async () => {} };

  mkdirSync(leases, { recursive: true });
  const lease = path.join(leases, `${process.pid}-${randomBytes(4).toString('hex')}`);
  using _lock = await waitForLock(path.join(home, 'lock'), lockTimeoutMs);
  const isFirst = livingLeases().length === 0;
  const server = await startPostgres({ dataDir: path.join(home, 'postgres'), database: 'tests', settings });
  writeFileSync(lease, '');
  if (isFirst) await dropLeftovers(server.url);

  const release = async () => {
    using _releaseLock = await waitForLock(path.join(home, 'lock'), lockTimeoutMs);
    rmSync(lease, { force: true });
    if (livingLeases().length === 0) await server.stop();
  };
  return { adminUrl: server.url, release, [Symbol.asyncDispose]: release };
}

/** One lease per acquisition; those of dead processes are cleared away. */
function livingLeases(): string[] {
  if (!existsSync(leases)) return [];
  const isLiving = (lease: string) => isAlive(Number.parseInt(lease, 10));
  const names = readdirSync(leases);
  for (const name of names.filter((lease) => !isLiving(lease))) rmSync(path.join(leases, name), { force: true });
  return names.filter(isLiving);
}

/**
 * Clones of runs that were killed before they could drop them, and templates of former schemas. Only the first run may do
 * this: others may be using an older template while somebody edits the schema.
 */
async function dropLeftovers(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    const rows = await sql<{ datname: string }[]>`
      select datname from pg_database where datname like 'clone\\_%'
      union all
      (select datname from pg_database where datname like 'template\\_%' order by oid desc offset ${keptTemplates})`;
    for (const { datname } of rows) await sql`drop database if exists ${sql(datname)} with (force)`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
