import { cloneDatabase } from '@tiktickets/testkit';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, isConnectionTrouble, newId, openDatabase, type Scope, withTenant } from '../src/index.ts';

let database: Database;
let owner: postgres.Sql;
let clone: Awaited<ReturnType<typeof cloneDatabase>>;
beforeAll(async () => {
  clone = await cloneDatabase();
  // One connection: what a lost one leaves behind meets the next transaction.
  database = openDatabase({ ...clone, max: 1 });
  owner = postgres(clone.ownerUrl, { max: 1 });
});
afterAll(async () => {
  await owner.end();
  await database.close();
  await clone.drop();
});

async function pidOf(scope: Scope): Promise<number> {
  const [row] = await scope.query<{ pid: number }>('select pg_backend_pid() as pid');
  return row?.pid ?? 0;
}

/** Resolves when the server no longer has the connection; our socket hears of it a little later. */
async function kill(pid: number): Promise<void> {
  await owner`select pg_terminate_backend(${pid}, 5000)`;
}

const inTransaction = <T>(work: (scope: Scope) => Promise<T>) => withTenant({ database, tenantId: newId() }, work);
const outcomeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );
const turn = () => new Promise((resolve) => setImmediate(resolve));

it.each([0, 1, 2, 3, 10, 50])(
  'a connection that is lost between two statements fails only its transaction (%i turns later)',
  async (turns) => {
    const failure = await outcomeOf(
      inTransaction(async (scope) => {
        await kill(await pidOf(scope));
        for (let i = 0; i < turns; i += 1) await turn();
        await Promise.all(Array.from({ length: 5 }, (_, n) => scope.query('select $1::int as n', [n])));
      }),
    );
    expect(isConnectionTrouble(failure)).toBe(true);
    expect(await inTransaction(pidOf)).toBeGreaterThan(0);
  },
);

it('a loss that nobody spoke to is told at the commit, and work that failed meanwhile keeps its own error', async () => {
  expect(isConnectionTrouble(await outcomeOf(inTransaction(async (scope) => kill(await pidOf(scope)))))).toBe(true);
  const failure = await outcomeOf(
    inTransaction(async (scope) => {
      await kill(await pidOf(scope));
      await turn();
      throw new RangeError('of the work');
    }),
  );
  expect(failure).toBeInstanceOf(RangeError);
  expect(await inTransaction(pidOf)).toBeGreaterThan(0);
});

it('transactions that wait for the lost connection get another one', async () => {
  const lost = inTransaction(async (scope) => {
    await kill(await pidOf(scope));
    await scope.query('select 1');
  });
  const waiting = Array.from({ length: 4 }, () => inTransaction(pidOf));
  expect(isConnectionTrouble(await outcomeOf(lost))).toBe(true);
  for (const pid of await Promise.all(waiting)) expect(pid).toBeGreaterThan(0);
});
