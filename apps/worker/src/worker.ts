import { randomUUID } from 'node:crypto';
import { createJobs, type Jobs } from '@tiktickets/core/jobs';
import type { Kernel } from '@tiktickets/core/kernel';
import type { ChannelDriver } from '@tiktickets/wbot/contract';
import { processors } from './processors/index.ts';
import { schedules } from './schedules.ts';
import { Supervisor } from './sessions/supervisor.ts';
import { ShutdownRegistry } from './shutdown.ts';
import { createMediaTools } from './tools/media-tools.ts';

export interface WorkerOptions {
  kernel: Kernel;
  driver: ChannelDriver;
  databaseUrl: string;
  redisUrl?: string;
  leaseTtlMs: number;
  scanMs?: number;
  pictureMs?: number;
  /** How often every schedule is stored again: a wiped store has lost them. */
  rescheduleMs?: number;
}

export interface RunningWorker {
  id: string;
  supervisor: Supervisor;
  jobs: Jobs;
  stop(): Promise<void>;
}

/** Starts the three roles of a worker: it runs sessions, takes jobs and keeps the schedules. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { kernel, driver, databaseUrl, redisUrl, leaseTtlMs, scanMs, pictureMs, rescheduleMs = 60_000 } = options;
  const { logger } = kernel;
  const shutdown = new ShutdownRegistry(logger);
  const id = randomUUID();

  const jobs = await createJobs({ databaseUrl, appSecret: kernel.appSecret, redisUrl, logger });
  shutdown.add('jobs', () => jobs.close());
  jobs.work(processors(kernel, createMediaTools()));
  shutdown.add('files to prepare', await followFiles(kernel, jobs));

  const reschedule = (): void => {
    jobs.schedule(schedules).catch((error: unknown) => logger.warn({ err: error }, 'schedules were not stored'));
  };
  reschedule();
  const timer = setInterval(reschedule, rescheduleMs);
  shutdown.add('scheduler', async () => clearInterval(timer));

  const supervisor = new Supervisor({ kernel, driver, workerId: id, leaseTtlMs, scanMs, pictureMs });
  shutdown.add('sessions', () => supervisor.stop());
  await supervisor.start();
  return { id, supervisor, jobs, stop: () => shutdown.run() };
}

/** Every worker hears of a stored file with work to do; the queue takes it once. What is lost here, a sweep finds. */
function followFiles(kernel: Kernel, jobs: Jobs): Promise<() => Promise<void>> {
  return kernel.bus.subscribe('media', {
    onMessage: (payload) => {
      const [tenantId = '', mediaId = ''] = payload.split(':');
      jobs.enqueue('prepare-media', { tenantId, mediaId }).catch((error: unknown) => {
        kernel.logger.warn({ err: error, mediaId }, 'a file waits for the next sweep to be prepared');
      });
    },
  });
}
