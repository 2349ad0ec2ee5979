import { randomUUID } from 'node:crypto';
import { type Fence, shardCount } from '@tiktickets/core/channels';
import { createKernel, createLogger, type Kernel } from '@tiktickets/core/kernel';
import { waitFor } from '@tiktickets/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ShardKeeper } from '../src/sessions/shard-keeper.ts';
import { type Installation, openInstallation } from './support/company.ts';

const ttlMs = 1_500;
let installation: Installation;
let kernels: Kernel[];
let keepers: ShardKeeper[];
beforeEach(async () => {
  installation = await openInstallation();
  kernels = [];
  keepers = [];
});
afterEach(async () => {
  await Promise.all(keepers.map((keeper) => keeper.drain()));
  await Promise.all(kernels.map((kernel) => kernel.close()));
  await installation[Symbol.asyncDispose]();
});

interface Seen {
  keeper: ShardKeeper;
  /** From now on the database cannot be reached. */
  cutOff(): void;
  lost: Fence[];
  vacated: Fence[];
}

async function join(): Promise<Seen> {
  const { databaseUrl, appSecret } = installation;
  const kernel = createKernel({
    name: 'test',
    databaseUrl,
    appSecret,
    logger: createLogger({ name: 'test', level: 'silent' }),
  });
  const lost: Fence[] = [];
  const vacated: Fence[] = [];
  let isCut = false;
  const keeper = new ShardKeeper({
    kernel: {
      ...kernel,
      get database() {
        if (isCut) throw new Error('no database');
        return kernel.database;
      },
    },
    workerId: randomUUID(),
    ttlMs,
    acquired: () => {},
    lost: (fences) => lost.push(...fences),
    vacate: async (fences) => void vacated.push(...fences),
  });
  kernels.push(kernel);
  keepers.push(keeper);
  await keeper.start();
  const cutOff = () => {
    isCut = true;
  };
  return { keeper, cutOff, lost, vacated };
}
const spread = (seen: readonly Seen[]) => seen.map(({ keeper }) => keeper.shards.length).sort((a, b) => a - b);
const untilSpread = (seen: readonly Seen[], expected: number[]) =>
  waitFor(() => spread(seen).join() === expected.join(), {
    what: `shards spread ${expected.join('/')}`,
    timeoutMs: 15_000,
  });
/** How many of them believe to own each shard at this instant. */
const believers = (seen: readonly Seen[]) =>
  Array.from({ length: shardCount }, (_, shard) => seen.filter(({ keeper }) => keeper.fenceOf(shard) !== null).length);

it('three workers share evenly, and what one leaves in order is taken at once', async () => {
  const [a, b, c] = [await join(), await join(), await join()];
  await untilSpread([a, b, c], [20, 22, 22]);
  const leftAt = performance.now();
  await c.keeper.drain();
  await untilSpread([a, b], [32, 32]);
  expect(performance.now() - leftAt).toBeLessThan(ttlMs);
  expect([...a.lost, ...b.lost, ...c.lost]).toEqual([]);
});

it('a worker that the database no longer hears stops before another takes its shards, within the lease', async () => {
  const [a, b, c] = [await join(), await join(), await join()];
  await untilSpread([a, b, c], [20, 22, 22]);
  let doubles = 0;
  const watch = setInterval(() => {
    doubles += believers([a, b, c]).filter((owners) => owners > 1).length;
  }, 2);
  c.cutOff();
  await waitFor(() => c.keeper.shards.length === 0, { what: 'the cut-off worker to give up' });
  await untilSpread([a, b], [32, 32]);
  clearInterval(watch);
  expect(doubles).toBe(0);
  expect(c.lost.length).toBeGreaterThanOrEqual(20);
});

it('a worker learns at its next look that its shards were taken', async () => {
  const a = await join();
  await untilSpread([a], [64]);
  await installation.owner`update session_shards set owner = ${randomUUID()}, epoch = epoch + 1 where shard < 10`;
  await waitFor(() => a.lost.length === 10);
  expect(a.keeper.fenceOf(3)).toBeNull();
  expect(a.keeper.fenceOf(30)).not.toBeNull();
});
