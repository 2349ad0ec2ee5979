import { roleUrls } from '@tiktickets/db';
import { describeBackends, waitFor } from '@tiktickets/testkit';
import { createPostgresBackend, Queue, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { redisPrefix } from '../../src/kernel/index.ts';
import {
  createJobs,
  type JobHandlers,
  type JobName,
  type Jobs,
  type JobsOptions,
  jobCatalog,
  type Schedule,
} from '../../src/kernel/jobs/index.ts';
import { openWorld, type World } from '../channels/fixture.ts';

const everySecond: Schedule[] = [{ job: 'wake-lanes', cron: '* * * * * *' }];

describeBackends('jobs', (backend) => {
  let world: World;
  let options: JobsOptions;
  const open: Jobs[] = [];
  beforeAll(async () => {
    world = await openWorld({ redisUrl: backend.redisUrl });
    options = {
      databaseUrl: world.ownerUrl,
      appSecret: world.appSecret,
      redisUrl: backend.redisUrl,
      logger: pino({ level: 'silent' }),
    };
  });
  afterEach(async () => {
    for (const jobs of open.splice(0)) await jobs.close();
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
  });

  const start = async () => {
    const jobs = await createJobs(options);
    open.push(jobs);
    return jobs;
  };
  const counting = () => {
    const runs = new Map<JobName, number>();
    const count = (name: JobName) => async () => void runs.set(name, (runs.get(name) ?? 0) + 1);
    const handlers: JobHandlers = {
      'roll-event-partitions': count('roll-event-partitions'),
      'sweep-journal': count('sweep-journal'),
      'sweep-sessions': count('sweep-sessions'),
      'sweep-limits': count('sweep-limits'),
      'announce-events': count('announce-events'),
      'wake-lanes': count('wake-lanes'),
      'wake-preparing': count('wake-lanes'),
      'sweep-media': count('wake-lanes'),
      'prepare-media': count('wake-lanes'),
      'sweep-health': count('wake-lanes'),
      'watch-channels': count('wake-lanes'),
    };
    return { handlers, runs: (name: JobName) => runs.get(name) ?? 0 };
  };
  /** What an operator's FLUSHDB, or a restored queue schema, does. */
  const emptyStore = async () => {
    if (backend.redisUrl) {
      const redis = new Redis(backend.redisUrl);
      await redis.flushall();
      await redis.quit();
      return;
    }
    const tables = await world.owner<{ name: string }[]>`
      select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname = 'bullmq' and tablename <> 'migration'`;
    await world.owner.unsafe(`truncate ${tables.map((table) => table.name).join(', ')}`);
  };
  const storedOptions = async (name: string) => {
    const { platformUrl: url } = roleUrls(world.ownerUrl, world.appSecret);
    const pool = new pg.Pool({ connectionString: url, options: '-c search_path=bullmq', max: 2 });
    const redis = backend.redisUrl ? new Redis(backend.redisUrl, { maxRetriesPerRequest: null }) : null;
    const queue = redis
      ? new Queue('jobs', { connection: redis, prefix: `${redisPrefix(world.ownerUrl)}:queue` })
      : new (withBackend(createPostgresBackend).Queue)('jobs', { connection: pool });
    try {
      const jobs = await queue.getJobs(['waiting', 'delayed', 'completed', 'failed']);
      return jobs
        .filter((job) => job.name === name)
        .map((job) => ({ name: job.name, data: job.data, attempts: job.opts.attempts }));
    } finally {
      await queue.close();
      redis?.disconnect();
      await pool.end();
    }
  };

  it('runs what was handed over, with the options of its catalog entry', async () => {
    const jobs = await start();
    await jobs.enqueue('sweep-journal', {});
    expect(await storedOptions('sweep-journal')).toEqual([
      { name: 'sweep-journal', data: {}, attempts: jobCatalog['sweep-journal'].attempts },
    ]);
    const { handlers, runs } = counting();
    jobs.work(handlers);
    await waitFor(() => runs('sweep-journal') === 1);
    await waitFor(async () => (await jobs.counts()).active === 0);
  });

  it('runs schedules by themselves, storing them again moves nothing, and a wiped store gets them back', async () => {
    const jobs = await start();
    const { handlers, runs } = counting();
    jobs.work(handlers);
    await jobs.schedule(everySecond);
    await waitFor(() => runs('wake-lanes') >= 1);
    for (let n = 0; n < 20; n += 1) await jobs.schedule(everySecond);
    const before = runs('wake-lanes');
    await waitFor(() => runs('wake-lanes') >= before + 2, { timeoutMs: 5_000 });
    await emptyStore();
    const wiped = runs('wake-lanes');
    await jobs.schedule(everySecond);
    await waitFor(() => runs('wake-lanes') >= wiped + 2, { timeoutMs: 8_000 });
  });
});
