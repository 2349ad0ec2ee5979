import { type JobName, jobCatalog } from '@tiktickets/core/jobs';
import { describeBackends } from '@tiktickets/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { processors } from '../src/processors/index.ts';
import { schedules } from '../src/schedules.ts';
import { createMediaTools } from '../src/tools/media-tools.ts';
import { type Installation, openInstallation } from './support/company.ts';

/** Files are prepared twice in `prepare-media.test.ts`. */
type Sweep = Exclude<JobName, 'prepare-media'>;

describeBackends('every processor', (backend) => {
  let installation: Installation;
  beforeAll(async () => {
    installation = await openInstallation({ redisUrl: backend.redisUrl });
    await installation.channel();
  });
  afterAll(() => installation[Symbol.asyncDispose]());

  const names = Object.keys(jobCatalog).filter((name): name is Sweep => name in jobCatalog && name !== 'prepare-media');
  it.each(names)('%s may run twice', async (name) => {
    const { signal } = new AbortController();
    const processor = processors(installation.kernel, createMediaTools())[name];
    const run = () => processor({}, signal);
    await run();
    const counted = () =>
      installation.owner`select (select count(*) from messages) + (select count(*) from channels) + (select count(*) from events) as n`;
    const before = await counted();
    await run();
    expect(await counted()).toEqual(before);
  });

  it('has its time: each sweep is scheduled once', () => {
    expect(schedules.map((schedule) => schedule.job).toSorted()).toEqual(names.toSorted());
  });
});
