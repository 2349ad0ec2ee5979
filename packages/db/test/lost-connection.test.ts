import { connect, createServer, type Socket } from 'node:net';
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

it('a connection that is lost while it is made is only another one that failed', async () => {
  const real = new URL(clone.appUrl);
  let losses = 0;
  // Lets everything through but the first questions of new connections, which are about the server's types.
  const way = createServer((client: Socket) => {
    const server = connect(Number(real.port), real.hostname);
    const end = (): void => {
      client.destroy();
      server.destroy();
    };
    client.on('data', (chunk: Buffer) => {
      if (losses < 3 && chunk.includes('pg_catalog.pg_type')) {
        losses += 1;
        end();
      } else server.write(chunk);
    });
    server.on('data', (chunk: Buffer) => client.write(chunk));
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
  });
  await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
  const address = way.address();
  const target = new URL(real);
  target.port = String(typeof address === 'object' ? address?.port : 0);
  const behind = openDatabase({ ...clone, appUrl: target.href, max: 1, acquireTimeoutMs: 500 });
  const numbers = () =>
    withTenant({ database: behind, tenantId: newId() }, (scope) =>
      scope.query<{ ids: number[] }>('select array_agg(n) as ids from generate_series(1, 3) n'),
    );
  try {
    let answer: { ids: number[] }[] | null = null;
    for (let tries = 0; tries < 20 && !answer; tries += 1) answer = await numbers().catch(() => null);
    expect(losses).toBe(3);
    // Types are asked for again, else an array would arrive as text.
    expect(answer).toEqual([{ ids: [1, 2, 3] }]);
  } finally {
    await behind.close();
    way.close();
  }
});
