export { isJobName, type JobHandlers, type JobName, type JobPayload, jobCatalog, type Schedule } from './catalog.ts';
export { createJobs, type JobCounts, type Jobs } from './jobs.ts';
export type { StoreOptions } from './store.ts';
export { announceEvents, rollEventPartitions, sweepJournal, sweepLimits, sweepSessions, wakeLanes } from './sweeps.ts';
