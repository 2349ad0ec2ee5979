import { cloneDatabase } from '@tiktickets/testkit';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, newId, openDatabase, withTenant } from '../src/index.ts';
import { fillEveryTable } from './fill-every-table.ts';

const mine = newId();
const foreign = newId();
let owner: Sql;
let database: Database;
let clone: Awaited<ReturnType<typeof cloneDatabase>>;
let tables: string[];

beforeAll(async () => {
  clone = await cloneDatabase();
  owner = postgres(clone.ownerUrl, { max: 2, onnotice: () => {} });
  database = openDatabase({ ...clone, max: 4 });
  const rows = await owner<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attname = 'tenant_id' order by 1`;
  tables = rows.map((row) => row.name);
  await fillEveryTable(owner, mine);
  await fillEveryTable(owner, foreign);
});
afterAll(async () => {
  await Promise.all([database.close(), owner.end()]);
  await clone.drop();
});

const asMine = <T>(work: (query: (text: string, p?: string[]) => Promise<Record<string, unknown>[]>) => Promise<T>) =>
  withTenant({ database, tenantId: mine }, (scope) => work((text, p) => scope.query(text, p)));

describe('the tenant wall', () => {
  it('covers every table that has a tenant_id, partitions included', async () => {
    expect(tables.length).toBeGreaterThanOrEqual(16);
    const open = await owner`
      select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relrowsecurity`;
    expect(open).toEqual([]);
    const policies = await owner<{ tablename: string }[]>`
      select tablename from pg_policies where 'tiktickets_app' = any(roles) and qual like '%app_tenant()%' and with_check like '%app_tenant()%'`;
    expect(policies.map((row) => row.tablename).sort()).toEqual(expect.arrayContaining(tables));
    const bypass = await owner`select 1 from pg_roles where rolname like 'tiktickets%' and (rolbypassrls or rolsuper)`;
    expect(bypass).toEqual([]);
  });

  it('gives every such table a key, and every reference between them, that begins with the tenant', async () => {
    const loose = await owner`
      select conrelid::regclass::text as "table", conname from pg_constraint k
      where contype in ('p', 'f') and connamespace = 'public'::regnamespace
        and conrelid in (select attrelid from pg_attribute where attname = 'tenant_id')
        and (select attname from pg_attribute where attrelid = conrelid and attnum = conkey[1]) <> 'tenant_id'`;
    expect(loose).toEqual([]);
  });

  it('reads, changes and deletes nothing of a foreign tenant, in any table', async () => {
    for (const table of tables) {
      const [sum] = await owner.unsafe(`select count(*)::int as n from ${table} where tenant_id = '${foreign}'`);
      expect(sum?.n, `${table} has a foreign row to try`).toBeGreaterThan(0);
      const tries = await asMine(async (query) => ({
        seen: await query(`select tenant_id from ${table} where tenant_id = $1`, [foreign]),
        all: await query(`select distinct tenant_id from ${table}`),
      }));
      expect(tries.seen, `read ${table}`).toEqual([]);
      expect(tries.all, `scan ${table}`).toEqual([{ tenant_id: mine }]);
      const changed = await asMine((query) =>
        query(`update ${table} set tenant_id = tenant_id where tenant_id = $1 returning 1`, [foreign]),
      );
      expect(changed, `update ${table}`).toEqual([]);
      const deleted = await asMine((query) =>
        query(`delete from ${table} where tenant_id = $1 returning 1`, [foreign]),
      );
      expect(deleted, `delete from ${table}`).toEqual([]);
      const moved = asMine((query) => query(`update ${table} set tenant_id = $1 returning 1`, [foreign]));
      await expect(moved, `hand a row of ${table} over`).rejects.toMatchObject({
        code: expect.stringMatching(/42501|23/),
      });
    }
  });

  it('refuses a row under a foreign tenant and a reference into one', async () => {
    const inserted = asMine((query) =>
      query(`insert into queues (tenant_id, id, name, color) values ($1, gen_random_uuid(), 'x', '#fff')`, [foreign]),
    );
    await expect(inserted).rejects.toMatchObject({ code: '42501' });
    const [queue] = await owner<{ id: string }[]>`select id from queues where tenant_id = ${foreign}`;
    const referenced = asMine((query) => query(`update tickets set queue_id = $1`, [queue?.id ?? '']));
    await expect(referenced).rejects.toMatchObject({ code: '23503' });
  });

  it('shows nothing without a scope, through a partition, or through the search view', async () => {
    const bare = postgres(clone.appUrl, { max: 1 });
    try {
      for (const table of tables) expect(await bare.unsafe(`select 1 from ${table}`), table).toEqual([]);
      const partitions = await owner<
        { name: string }[]
      >`select inhrelid::regclass::text as name from pg_inherits where inhparent = 'events'::regclass`;
      for (const { name } of partitions) expect(await bare.unsafe(`select 1 from ${name}`), name).toEqual([]);
      expect(await bare`select 1 from contact_search`).toEqual([]);
      await expect(bare`set role tiktickets_platform`).rejects.toMatchObject({ code: '42501' });
      await expect(bare`create table mine (n int)`).rejects.toMatchObject({ code: '42501' });
    } finally {
      await bare.end();
    }
    const found = await asMine((query) => query('select distinct tenant_id from contact_search'));
    expect(found).toEqual([{ tenant_id: mine }]);
  });

  it('keeps scopes of interleaved transactions on pooled connections apart', async () => {
    const seen = await Promise.all(
      Array.from({ length: 40 }, (_, n) => {
        const tenantId = n % 2 ? mine : foreign;
        return withTenant({ database, tenantId, read: n % 3 === 0 }, async (scope) => {
          const rows = await scope.query<{ tenant_id: string }>('select tenant_id from tickets');
          return rows.every((row) => row.tenant_id === tenantId) && rows.length === 1;
        });
      }),
    );
    expect(seen).toEqual(Array.from({ length: 40 }, () => true));
  });
});
