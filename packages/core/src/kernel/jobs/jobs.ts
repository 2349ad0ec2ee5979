import { roleUrls } from '@tiktickets/db';
import { redisPrefix } from '../create-kernel.ts';
import type { Logger } from '../logger.ts';
import {
  isJobName,
  type JobDefinition,
  type JobHandlers,
  type JobName,
  type JobPayload,
  jobCatalog,
  type Schedule,
} from './catalog.ts';
import { migrateStore, openStore, type StoredWorker, type TakenJob } from './store.ts';

export interface JobCounts {
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}

/** The engine of background jobs. The database is the truth: losing every job of the store loses nothing but time. */
export interface Jobs {
  /**
   * Hands a job over. Never awaited inside a request or a transaction: while the store is away it waits for it.
   * @throws when the payload does not fit the catalog
   */
  enqueue<Name extends JobName>(name: Name, payload: JobPayload<Name>): Promise<void>;
  /** Stores every schedule again; what a wiped store forgot comes back. Safe to repeat and from many processes. */
  schedule(schedules: readonly Schedule[]): Promise<void>;
  /** Starts taking jobs. */
  work(handlers: JobHandlers): void;
  counts(): Promise<JobCounts>;
  /** Finishes the jobs that run and takes no more. */
  close(): Promise<void>;
}

export interface JobsOptions {
  /** Address of the owner, as for the kernel. */
  databaseUrl: string;
  appSecret: string;
  /** The store is Redis when set, else PostgreSQL. */
  redisUrl?: string;
  logger: Logger;
}

export async function createJobs({ databaseUrl, appSecret, redisUrl, logger }: JobsOptions): Promise<Jobs> {
  const { platformUrl } = roleUrls(databaseUrl, appSecret);
  const options = { databaseUrl: platformUrl, redisUrl, prefix: redisPrefix(databaseUrl), logger };
  await migrateStore(options);
  const store = openStore(options);
  const queue = store.queue();
  // "Missing key" and "could not renew lock" are normal after a restart of the store; sweeps and schedules repair.
  queue.on('error', (error) => logger.debug({ err: error }, 'queue trouble'));
  let worker: StoredWorker | null = null;

  return {
    enqueue: async (name, payload) => {
      const { dedupe } = definitionOf(name);
      const parsed = jobCatalog[name].payload.parse(payload);
      const deduplication = dedupe ? { id: `${name}:${dedupe(parsed)}`, keepLastIfActive: true } : undefined;
      await queue.add(name, parsed, { ...optionsOf(name), ...(deduplication && { deduplication }) });
    },
    schedule: async (schedules) => {
      for (const { job, cron } of schedules) {
        await queue.upsertJobScheduler(
          job,
          { pattern: cron, tz: 'UTC' },
          { name: job, data: {}, opts: optionsOf(job) },
        );
      }
    },
    work: (handlers) => {
      worker = store.worker((job) => runJob(handlers, job, logger));
      worker.on('error', (error) => logger.debug({ err: error }, 'queue worker trouble'));
    },
    counts: async () => {
      const {
        waiting = 0,
        active = 0,
        delayed = 0,
        failed = 0,
      } = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
      return { waiting, active, delayed, failed };
    },
    close: async () => {
      await worker?.close();
      await queue.close();
      await store.close();
    },
  };
}

const definitionOf = (name: JobName): JobDefinition => jobCatalog[name];

function optionsOf(name: JobName) {
  const { attempts, backoffMs, keep } = jobCatalog[name];
  return {
    attempts,
    backoff: { type: 'exponential', delay: backoffMs },
    removeOnComplete: { age: keep.doneS },
    removeOnFail: { age: keep.failedS },
  };
}

/** Runs one job under its own time limit. A job of a name that this build does not know fails and stays visible. */
export async function runJob(handlers: JobHandlers, job: TakenJob, logger: Logger): Promise<void> {
  if (!isJobName(job.name)) throw new Error(`unknown job ${job.name}`);
  const { payload, timeoutMs } = jobCatalog[job.name];
  const limit = AbortSignal.timeout(timeoutMs);
  const startedAt = performance.now();
  const expired = Promise.withResolvers<never>();
  const expire = () => expired.reject(new Error(`job ${job.name} took longer than ${timeoutMs} ms`));
  limit.addEventListener('abort', expire);
  const fields = { job: job.name, jobId: job.id };
  try {
    // A name and its payload come from one entry, which the compiler cannot follow through a union.
    const work: Promise<void> = Reflect.apply(handlers[job.name], handlers, [payload.parse(job.data), limit]);
    await Promise.race([work, expired.promise]);
    logger.debug({ ...fields, ms: Math.round(performance.now() - startedAt) }, 'job done');
  } catch (error) {
    logger.warn({ ...fields, err: error }, 'job failed');
    throw error;
  } finally {
    limit.removeEventListener('abort', expire);
  }
}
