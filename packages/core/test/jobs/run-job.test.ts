import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { type JobHandlers, jobCatalog } from '../../src/kernel/jobs/index.ts';
import { runJob } from '../../src/kernel/jobs/jobs.ts';

const logger = pino({ level: 'silent' });
const idle = async () => {};
const handlers: JobHandlers = {
  'roll-event-partitions': idle,
  'sweep-journal': idle,
  'sweep-sessions': idle,
  'sweep-limits': idle,
  'announce-events': idle,
  'wake-lanes': idle,
  'wake-preparing': idle,
  'sweep-media': idle,
  'prepare-media': idle,
  'sweep-health': idle,
  'watch-channels': idle,
};

describe('running one job', () => {
  it('refuses a name that it does not know and a payload that does not fit', async () => {
    await expect(runJob(handlers, { name: 'toString', data: {} }, logger)).rejects.toThrow('unknown job');
    await expect(runJob(handlers, { name: 'wake-lanes', data: 'no object' }, logger)).rejects.toThrow();
    await expect(runJob(handlers, { name: 'wake-lanes', data: {} }, logger)).resolves.toBeUndefined();
  });

  it('passes a failure on, so that the store can count the attempt', async () => {
    const failing = { ...handlers, 'wake-lanes': () => Promise.reject(new Error('no database')) };
    await expect(runJob(failing, { name: 'wake-lanes', data: {} }, logger)).rejects.toThrow('no database');
  });

  it('gives every entry tries, a time limit and a retention', () => {
    for (const entry of Object.values(jobCatalog)) {
      expect(entry.attempts).toBeGreaterThan(0);
      expect(Number.isInteger(entry.timeoutMs) && Number.isInteger(entry.backoffMs)).toBe(true);
      expect(entry.keep.failedS).toBeGreaterThanOrEqual(entry.keep.doneS);
    }
  });
});
