import { createPostgresBackend, type JobsOptions, Queue, runMigrations, Worker, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Logger } from '../logger.ts';

/** One queue for every job: each further BullMQ worker on PostgreSQL makes every job dearer, and names switch well enough. */
const queueName = 'jobs';

export interface StoreOptions {
  /** Address of the platform role; used when there is no Redis. */
  databaseUrl: string;
  redisUrl?: string;
  /** Keeps installations that share a Redis apart. */
  prefix: string;
  logger: Logger;
}

export interface TakenJob {
  name: string;
  data: unknown;
  id?: string | undefined;
}
type Processor = (job: TakenJob) => Promise<void>;

/** The queue's store on one of two engines, with the few methods of BullMQ that we use. */
export interface Store {
  queue(): StoredQueue;
  worker(processor: Processor): StoredWorker;
  close(): Promise<void>;
}
export interface StoredQueue {
  add(name: string, data: object, options: JobsOptions): Promise<unknown>;
  upsertJobScheduler(
    id: string,
    repeat: { pattern: string; tz: string },
    template: { name: string; data: object; opts: Omit<JobsOptions, 'jobId' | 'repeat' | 'delay' | 'deduplication'> },
  ): Promise<unknown>;
  getJobCounts(...states: ('waiting' | 'active' | 'delayed' | 'failed')[]): Promise<Record<string, number>>;
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}
export interface StoredWorker {
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

const workerOptions = {
  concurrency: 4,
  lockDuration: 30_000,
  stalledInterval: 30_000,
  maxStalledCount: 10,
  runRetryDelay: 1_000,
};

export function openStore(options: StoreOptions): Store {
  return options.redisUrl ? redisStore(options.redisUrl, options) : postgresStore(options);
}

function redisStore(url: string, { prefix, logger }: StoreOptions): Store {
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  connection.on('error', (error) => logger.debug({ err: error }, 'the queue lost its Redis'));
  const shared = { connection, prefix: `${prefix}:queue` };
  return {
    queue: () => new Queue(queueName, shared),
    worker: (processor) => new Worker(queueName, processor, { ...shared, ...workerOptions, drainDelay: 5 }),
    close: async () => connection.disconnect(),
  };
}

function postgresStore({ databaseUrl, logger }: StoreOptions): Store {
  const connection = new pg.Pool({
    connectionString: databaseUrl,
    options: '-c search_path=bullmq',
    max: 5,
    keepAlive: true,
    idleTimeoutMillis: 60_000,
    application_name: 'tiktickets jobs',
  });
  connection.setMaxListeners(0);
  connection.on('error', (error) => logger.debug({ err: error }, 'the queue lost its database'));
  const engine = withBackend(createPostgresBackend);
  return {
    queue: () => new engine.Queue(queueName, { connection }),
    // NOTIFY wakes it and delayed jobs set their own timer, so an idle worker may sleep long.
    worker: (processor) => new engine.Worker(queueName, processor, { connection, ...workerOptions, drainDelay: 60 }),
    close: () => connection.end(),
  };
}

/**
 * Brings the queue's tables up to date. The schema itself is made by our own migrations and the platform role may not
 * create one, so BullMQ's statement for it is left out.
 */
export async function migrateStore({ databaseUrl, redisUrl }: StoreOptions): Promise<void> {
  if (redisUrl) return;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const query = async (text: string, parameters?: unknown[]) =>
      /^create schema/i.test(text) ? { rows: [] } : await client.query(text, parameters);
    await runMigrations(
      new Proxy(client, { get: (target, key) => (key === 'query' ? query : Reflect.get(target, key)) }),
    );
  } finally {
    await client.end();
  }
}
