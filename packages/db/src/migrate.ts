import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { rolePassword } from './roles.ts';

const folder = fileURLToPath(new URL('../migrations', import.meta.url));

/**
 * Brings a database to the present schema: the two login roles with their derived passwords, then the migrations,
 * then the feed's partitions. Safe to run again and from several processes at once.
 * @param ownerUrl address of a role that may create tables and roles
 * @throws when the server cannot be reached or a statement fails; each migration is one transaction
 */
export async function migrate(ownerUrl: string, options: { appSecret: string; folder?: string }): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await sql`select pg_advisory_lock(7040)`;
    for (const role of ['tiktickets_app', 'tiktickets_platform']) {
      const password = rolePassword(options.appSecret, role);
      const [known] = await sql`select 1 from pg_roles where rolname = ${role}`;
      // Neither takes parameters; the role is a constant and the password base64url.
      await sql.unsafe(
        `${known ? 'alter' : 'create'} role ${role} login nosuperuser nocreatedb nocreaterole nobypassrls password '${password}'`,
      );
    }
    const [database] = await sql<{ name: string }[]>`select quote_ident(current_database()) as name`;
    if (database) {
      await sql.unsafe(`revoke temporary on database ${database.name} from public`);
      await sql.unsafe(`grant connect on database ${database.name} to tiktickets_app, tiktickets_platform`);
    }
    await runMigrations(drizzle(sql), { migrationsFolder: options.folder ?? folder });
    await sql`select roll_event_partitions()`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
