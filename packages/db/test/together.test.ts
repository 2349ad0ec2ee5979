import { cloneDatabase } from '@tiktickets/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, newId, openDatabase, sqlState, together, withTenant } from '../src/index.ts';

let database: Database;
let clone: Awaited<ReturnType<typeof cloneDatabase>>;
beforeAll(async () => {
  clone = await cloneDatabase();
  database = openDatabase({ ...clone, max: 2 });
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});

it('throws the failure that made the others fail, however deep its promise stands', async () => {
  for (let round = 0; round < 20; round += 1) {
    const failing = withTenant({ database, tenantId: newId() }, async (scope) => {
      const cause = (async () => await Promise.all([scope.query('select 1'), scope.query('select 1 / 0')]))();
      return await together([scope.query('select 2'), scope.query('select 3'), cause, scope.query('select 4')]);
    });
    const error = await failing.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(sqlState(error)).toBe('22012');
  }
});

it('gives all results in their order', async () => {
  const rows = await withTenant({ database, tenantId: newId(), read: true }, (scope) =>
    together([scope.query<{ n: number }>('select 1 as n'), scope.query<{ n: number }>('select 2 as n')]),
  );
  expect(rows).toMatchObject([[{ n: 1 }], [{ n: 2 }]]);
});
