import { describeBackends, waitFor } from '@tiktickets/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Kernel } from '../../src/kernel/index.ts';
import { type Harness, openHarness } from '../harness.ts';

describeBackends('wake-ups and limits', (backend) => {
  let harness: Harness;
  let kernel: Kernel;
  beforeAll(async () => {
    harness = await openHarness({ redisUrl: backend.redisUrl });
    kernel = harness.kernel;
  });
  afterAll(() => harness[Symbol.asyncDispose]());

  it('brings a message to every listener of its topic and to no other', async () => {
    const heard: string[] = [];
    const stop = [
      await kernel.bus.subscribe('feed', { onMessage: (payload) => heard.push(`1 ${payload}`) }),
      await kernel.bus.subscribe('feed', { onMessage: (payload) => heard.push(`2 ${payload}`) }),
      await kernel.bus.subscribe('lane', { onMessage: (payload) => heard.push(`lane ${payload}`) }),
    ];
    kernel.bus.publish('feed', 'tenant-a');
    await waitFor(() => heard.length === 2);
    expect(heard.toSorted()).toEqual(['1 tenant-a', '2 tenant-a']);
    await Promise.all(stop.map((unsubscribe) => unsubscribe()));
    kernel.bus.publish('feed', 'tenant-b');
    const last: string[] = [];
    const end = await kernel.bus.subscribe('shards', { onMessage: (payload) => last.push(payload) });
    kernel.bus.publish('shards', 'end');
    await waitFor(() => last.length > 0);
    expect(heard).toHaveLength(2);
    await end();
  });

  it('collapses equal wake-ups of one moment', async () => {
    const heard: string[] = [];
    const stop = await kernel.bus.subscribe('lane', { onMessage: (payload) => heard.push(payload) });
    for (let n = 0; n < 100; n += 1) kernel.bus.publish('lane', `channel-${n % 2}`);
    await waitFor(() => heard.length >= 2);
    kernel.bus.publish('lane', 'end');
    await waitFor(() => heard.includes('end'));
    expect(heard.toSorted()).toEqual(['channel-0', 'channel-1', 'end']);
    await stop();
  });

  it('tells a new listener to look for itself, and answers a ping', async () => {
    let looks = 0;
    const stop = await kernel.bus.subscribe('channels', { onMessage: () => {}, onReconnect: () => (looks += 1) });
    await waitFor(() => looks > 0);
    await kernel.bus.ping();
    await stop();
  });

  it('stops a key at its limit, says for how long, and spares the others', async () => {
    const limit = { name: `test-${backend.kind}`, points: 3, durationS: 60 };
    for (let n = 0; n < 3; n += 1) await kernel.limits.take(limit, 'a');
    await expect(kernel.limits.take(limit, 'a')).rejects.toMatchObject({
      code: 'rate-limited',
      details: { retryAfterS: expect.any(Number) },
    });
    await kernel.limits.take(limit, 'b');
    await kernel.limits.clear(limit, 'a');
    await kernel.limits.take(limit, 'a');
  });
});
