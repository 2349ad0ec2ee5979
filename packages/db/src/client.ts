import { PgDialect } from 'drizzle-orm/pg-core';
import { drizzle } from 'drizzle-orm/postgres-js';
import { PostgresJsSession, PostgresJsTransaction } from 'drizzle-orm/postgres-js/session';
import postgres, { type ParameterOrJSON, type ReservedSql, type Sql } from 'postgres';
import { AbortedTransaction, PoolExhausted } from './errors.ts';

type NoSchema = Record<string, never>;
export type Transaction = PostgresJsTransaction<NoSchema, NoSchema>;
export type Parameter = ParameterOrJSON<never>;

/** One open transaction: drizzle for everyday statements, `query` for the hand-written ones. Statements issued without awaiting are pipelined. */
export interface Scope {
  tx: Transaction;
  /**
   * Runs prepared text, so it must not vary: `= any($1)` and `unnest($1)`, never `in ($1, $2, …)`.
   * `Row` states the shape of what the text selects; int8 arrives as number, instants as text.
   */
  query<Row extends object = Record<string, unknown>>(text: string, parameters?: readonly Parameter[]): Promise<Row[]>;
}

export interface DatabaseOptions {
  appUrl: string;
  platformUrl: string;
  /** Connections for tenant work; platform work has 3 of its own. */
  max?: number;
  /** Off behind a transaction pooler older than PgBouncer 1.21. */
  prepare?: boolean;
  /** How long to wait for a free connection, in milliseconds. */
  acquireTimeoutMs?: number;
}

interface Pool {
  sql: Sql;
  prepare: boolean;
  acquireTimeoutMs: number;
  /** Commits of reads that nobody waits for. */
  ending: Set<Promise<unknown>>;
}

export interface Database {
  readonly app: Pool;
  readonly platform: Pool;
  close(): Promise<void>;
}

/**
 * Seconds before a lost connection is tried again: 50 ms doubled up to 1 s, spread. The client's own waits up to 20 s,
 * which is how long a restart of the database would be felt after it is over.
 */
export const reconnectAfterS = (tries: number): number =>
  Math.min(0.05 * 2 ** Math.min(tries, 10), 1) * (0.5 + Math.random() / 2);

const dialect = new PgDialect();

export function openDatabase(options: DatabaseOptions): Database {
  const open = (url: string, max: number): Pool => {
    const sql = postgres(url, {
      max,
      prepare: options.prepare ?? true,
      connect_timeout: 10,
      backoff: reconnectAfterS,
      idle_timeout: 300,
      onnotice: () => {},
      types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
      connection: {
        application_name: 'tiktickets',
        // Short statements on many connections: compiling or splitting one costs more than it saves.
        jit: 'off',
        max_parallel_workers_per_gather: 0,
        // Our texts never vary and name their rows by key: planning each of them anew costs up to half of its time.
        plan_cache_mode: 'force_generic_plan',
        statement_timeout: 15_000,
        idle_in_transaction_session_timeout: 15_000,
      },
    });
    // Installs drizzle's parsers for instants and JSON on this client; sessions on reserved connections rely on them.
    drizzle(sql);
    return {
      sql,
      prepare: options.prepare ?? true,
      acquireTimeoutMs: options.acquireTimeoutMs ?? 5_000,
      ending: new Set(),
    };
  };
  const app = open(options.appUrl, options.max ?? 12);
  const platform = open(options.platformUrl, 3);
  return {
    app,
    platform,
    close: async () => {
      await Promise.all([...app.ending, ...platform.ending]);
      await Promise.all([app.sql.end({ timeout: 5 }), platform.sql.end({ timeout: 5 })]);
    },
  };
}

/** Drizzle prepares only statements it was told to name; here every one is. */
function prepared(client: ReservedSql, prepare: boolean): ReservedSql {
  const unsafe: ReservedSql['unsafe'] = (text, parameters, options) =>
    client.unsafe(text, parameters, { ...options, prepare });
  return new Proxy(client, { get: (target, key) => (key === 'unsafe' ? unsafe : Reflect.get(target, key)) });
}

/** A reserved client inside `begin … commit` is all that drizzle's transaction uses of one, but for `savepoint`, which nothing here calls. */
function drizzleOn(client: ReservedSql): Transaction {
  const session: unknown = new PostgresJsSession<ReservedSql, NoSchema, NoSchema>(client, dialect, undefined);
  return new PostgresJsTransaction(
    dialect,
    session as ConstructorParameters<typeof PostgresJsTransaction<NoSchema, NoSchema>>[1],
    undefined,
  );
}

async function reserve(pool: Pool): Promise<ReservedSql> {
  let timer: NodeJS.Timeout | undefined;
  let late = false;
  const reserved = pool.sql.reserve();
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(new PoolExhausted(pool.acquireTimeoutMs));
    }, pool.acquireTimeoutMs);
  });
  reserved.then((client) => late && client.release()).catch(() => {});
  try {
    return await Promise.race([reserved, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

interface TransactOptions {
  /** Reads do not wait for their commit. */
  read: boolean;
}

/**
 * One transaction on one connection: `opening` goes out in the same packet as the first statement.
 * Nothing inside may take a second connection: with every connection held, each would wait for another for ever.
 */
export async function transact<T>(
  pool: Pool,
  options: TransactOptions & { opening: string },
  work: (scope: Scope) => Promise<T>,
): Promise<T> {
  const client = await reserve(pool);
  const quiet = prepared(client, pool.prepare);
  const opened = client.unsafe(options.opening).execute();
  opened.catch(() => {});
  const scope: Scope = {
    tx: drizzleOn(quiet),
    query: <Row extends object>(text: string, parameters: readonly Parameter[] = []) =>
      rowsOf<Row>(quiet.unsafe(text, [...parameters]).execute()),
  };
  let result: T;
  try {
    result = await work(scope);
    await opened;
  } catch (error) {
    await client.unsafe('rollback').catch(() => {});
    client.release();
    throw error;
  }
  if (options.read) {
    const ending = client
      .unsafe('commit')
      .catch(() => {})
      .finally(() => {
        client.release();
        pool.ending.delete(ending);
      });
    pool.ending.add(ending);
    return result;
  }
  let end: { command: string };
  try {
    end = await client.unsafe('commit');
  } finally {
    client.release();
  }
  // COMMIT of a transaction that already failed "succeeds" as a rollback.
  if (end.command === 'ROLLBACK') throw new AbortedTransaction();
  return result;
}

/** The caller of `query` states the row's shape beside the text that selects it. */
const rowsOf = <Row extends object>(rows: PromiseLike<unknown>): Promise<Row[]> =>
  Promise.resolve(rows) as Promise<Row[]>;
