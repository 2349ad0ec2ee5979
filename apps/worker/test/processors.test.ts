import { type JobName, jobCatalog } from '@tiktickets/core/jobs';
import { describeBackends } from '@tiktickets/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { processors } from '../src/processors/index.ts';
import { schedules } from '../src/schedules.ts';
import { type Installation, openInstallation } from './support/company.ts';

describeBackends('every processor', (backend) => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await openInstallation({ redisUrl: backend.redisUrl });
    await installation.channel();
  });
  afterAll(() => installation[Symbol.asyncDispose]());

  const names = Object.keys(jobCatalog).filter((name): name is JobName => name in jobCatalog);
  it.each(names)('%s may run twice', async (name) => {
    const processor = processors(installation.kernel)[name];
    const { signal } = new AbortController();
    await processor({}, signal);
    const counted = () =>
      installation.owner`select (select count(*) from messages) + (select count(*) from channels) + (select count(*) from events) as n`;
    const before = await counted();
    await processor({}, signal);
    expect(await counted()).toEqual(before);
  });

  it('has its time: each sweep is scheduled once', () => {
    expect(schedules.map((schedule) => schedule.job).toSorted()).toEqual(names.toSorted());
  });
});
