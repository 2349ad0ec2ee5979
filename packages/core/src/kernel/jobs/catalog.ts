import { z } from 'zod';

export interface JobDefinition<Payload extends z.ZodType = z.ZodType> {
  /** Ids only: what is known about them is in the database when the job runs. */
  payload: Payload;
  attempts: number;
  /** First pause after a failure; doubles with each further one. */
  backoffMs: number;
  timeoutMs: number;
  /** How long a finished and a failed job stay visible. */
  keep: { doneS: number; failedS: number };
  /** Jobs with equal keys collapse into one that has not started, plus one after the one that runs. */
  dedupe?(payload: z.output<Payload>): string;
}

const hourS = 3_600;
const sweep = {
  payload: z.object({}),
  attempts: 3,
  backoffMs: 5_000,
  timeoutMs: 60_000,
  keep: { doneS: hourS, failedS: 48 * hourS },
} satisfies JobDefinition;

/** Every background job, by name. A handler is typed by its entry; two runs of one job must do no more than one. */
export const jobCatalog = {
  'roll-event-partitions': sweep,
  'sweep-journal': sweep,
  'sweep-sessions': sweep,
  'sweep-limits': sweep,
  'announce-events': sweep,
  'sweep-health': sweep,
  'wake-lanes': sweep,
  'wake-preparing': sweep,
  'sweep-media': { ...sweep, timeoutMs: 600_000 },
  'prepare-media': {
    payload: z.object({ tenantId: z.uuid(), mediaId: z.uuid() }),
    attempts: 3,
    backoffMs: 2_000,
    timeoutMs: 300_000,
    keep: { doneS: 60, failedS: 48 * hourS },
    dedupe: ({ mediaId }: { tenantId: string; mediaId: string }) => mediaId,
  },
  'watch-channels': sweep,
} satisfies Record<string, JobDefinition>;

export type JobName = keyof typeof jobCatalog;
export type JobPayload<Name extends JobName> = z.output<(typeof jobCatalog)[Name]['payload']>;
export type JobHandlers = { [Name in JobName]: (payload: JobPayload<Name>, signal: AbortSignal) => Promise<void> };

export const isJobName = (name: string): name is JobName => Object.hasOwn(jobCatalog, name);

/** When a job runs by itself. Cron with seconds, in UTC: a pattern may be stored again at any time without moving its next run. */
export interface Schedule {
  job: JobName;
  cron: string;
}
