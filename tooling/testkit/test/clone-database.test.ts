import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { cloneDatabase } from '../src/index.ts';

describe('cloneDatabase', () => {
  it('gives each caller a migrated database of its own, reachable by all three roles', async () => {
    await using first = await cloneDatabase();
    await using second = await cloneDatabase();
    expect(first.ownerUrl).not.toBe(second.ownerUrl);
    for (const url of [first.ownerUrl, first.appUrl, first.platformUrl]) {
      const sql = postgres(url, { max: 1 });
      const [row] = await sql`select to_regclass('public.tickets')::text as name`;
      await sql.end();
      expect(row?.name).toBe('tickets');
    }
  });

  it('drops the database even while somebody is still connected', async () => {
    const database = await cloneDatabase();
    const sql = postgres(database.ownerUrl, { max: 1, onclose: () => {} });
    await sql`select 1`;
    await database.drop();
    await expect(sql`select 1`).rejects.toThrow();
    await sql.end();
  });
});
