export { isJobName, type JobHandlers, type JobName, type JobPayload, jobCatalog, type Schedule } from './catalog.ts';
export { createJobs, type JobCounts, type Jobs, type JobsOptions } from './jobs.ts';
export { announceEvents, rollEventPartitions, sweepJournal, sweepLimits, sweepSessions, wakeLanes } from './sweeps.ts';
