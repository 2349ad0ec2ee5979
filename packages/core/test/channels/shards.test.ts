import { randomUUID } from 'node:crypto';
import { waitFor } from '@tiktickets/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fenceParameters, fenceSql } from '../../src/channels/fence.ts';
import {
  claimShards,
  fairShare,
  forgetWorker,
  loadOf,
  releaseShards,
  renewShards,
  shardCount,
  surplusOf,
  wantedOf,
} from '../../src/channels/index.ts';
import { openWorld, own, type World } from './fixture.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  await world.owner`update session_shards set owner = null, lease_until = '-infinity'`;
  await world.owner`delete from workers`;
});
const ttlMs = 60_000;

/** What one worker does at every tick, without timers. */
async function tick(workerId: string): Promise<number> {
  const { held, workers, shards } = await renewShards(world.kernel, { workerId, ttlMs, draining: false });
  const share = fairShare(shards, workers);
  const mine = shards.filter(({ shard }) => held.some((one) => one.shard === shard));
  const surplus = surplusOf(mine, share);
  const leaving = held.filter(({ shard }) => surplus.some((one) => one.shard === shard));
  await releaseShards(world.kernel, { workerId, shards: leaving });
  const load = loadOf(mine.filter((shard) => !surplus.includes(shard)));
  const room = { numbers: share.numbers - load.numbers, idle: share.idle - load.idle };
  const free = shards.filter(({ leaseMs }) => leaseMs === 0);
  const wanted = wantedOf(free, room).map(({ shard }) => shard);
  const claimed = await claimShards(world.kernel, { workerId, ttlMs, shards: wanted });
  return held.length - leaving.length + claimed.length;
}
const everything = Array.from({ length: shardCount }, (_, shard) => shard);

describe('leases', () => {
  it('spreads the shards evenly over the workers that live', async () => {
    const workers = [randomUUID(), randomUUID(), randomUUID()];
    expect(await tick(workers[0] ?? '')).toBe(shardCount);
    for (let round = 0; round < 4; round += 1) for (const worker of workers) await tick(worker);
    const spread = await world.owner<
      { n: number }[]
    >`select count(*)::int as n from session_shards group by owner order by 1`;
    expect(spread.map((row) => row.n)).toEqual([20, 22, 22]);
  });

  it('gives every takeover a new epoch and a renewal none', async () => {
    const first = randomUUID();
    const [taken] = await claimShards(world.kernel, { workerId: first, ttlMs, shards: [0] });
    const { held } = await renewShards(world.kernel, { workerId: first, ttlMs, draining: false });
    expect(held).toEqual([taken]);
    await releaseShards(world.kernel, { workerId: first, shards: held });
    const again = await claimShards(world.kernel, { workerId: randomUUID(), ttlMs, shards: everything });
    const same = again.find((shard) => shard.shard === taken?.shard);
    expect(same?.epoch).toBe((taken?.epoch ?? 0) + 1);
  });

  it('never hands one shard to two who claim at the same instant', async () => {
    const claims = await Promise.all(
      Array.from({ length: 6 }, () => claimShards(world.kernel, { workerId: randomUUID(), ttlMs, shards: everything })),
    );
    const shards = claims.flat().map((held) => held.shard);
    expect(new Set(shards).size).toBe(shards.length);
    expect(shards).toHaveLength(shardCount);
  });

  it('does not renew what ran out, nor count the dead and the draining', async () => {
    const late = randomUUID();
    await claimShards(world.kernel, { workerId: late, ttlMs, shards: [0, 1, 2] });
    await world.owner`update session_shards set lease_until = now() - interval '1 ms' where owner = ${late}`;
    expect((await renewShards(world.kernel, { workerId: late, ttlMs, draining: false })).held).toEqual([]);
    await renewShards(world.kernel, { workerId: randomUUID(), ttlMs, draining: true });
    await world.owner`insert into workers (id, seen_at) values (${randomUUID()}, now() - interval '5 minutes')`;
    expect((await renewShards(world.kernel, { workerId: late, ttlMs, draining: false })).workers).toBe(1);
    await forgetWorker(world.kernel, { workerId: late });
    expect(await world.owner`select from workers where id = ${late}`).toHaveLength(0);
  });

  it('releases only what is still its own', async () => {
    const old = randomUUID();
    const [held] = await claimShards(world.kernel, { workerId: old, ttlMs, shards: [0] });
    if (!held) throw new Error('nothing was claimed');
    await world.owner`update session_shards set lease_until = '-infinity' where shard = ${held.shard}`;
    const next = randomUUID();
    await claimShards(world.kernel, { workerId: next, ttlMs, shards: everything });
    await releaseShards(world.kernel, { workerId: old, shards: [held] });
    const [row] = await world.owner<{ owner: string }[]>`select owner from session_shards where shard = ${held.shard}`;
    expect(row?.owner).toBe(next);
  });
});

describe('the fence, with two sessions', () => {
  it('lets a renewal pass an open fenced write, makes a takeover wait for it, and refuses the write that comes after', async () => {
    const workerId = randomUUID();
    const fence = await own(world, randomUUID(), { workerId });
    const fenced = (sql: typeof world.owner) =>
      sql.unsafe(`with ${fenceSql} select (select count(*)::int from fence) as held`, fenceParameters(fence));
    const zombie = await world.owner.reserve();
    const waiting = (text: string) => world.owner`
      select from pg_stat_activity where wait_event_type = 'Lock' and query like ${`%${text}%`} and pid <> pg_backend_pid()`;
    try {
      await zombie`begin`;
      expect(
        await zombie.unsafe(
          `with ${fenceSql} select (select count(*)::int from fence) as held`,
          fenceParameters(fence),
        ),
      ).toEqual([{ held: 1 }]);
      const renewed = await renewShards(world.kernel, { workerId, ttlMs, draining: false });
      expect(renewed.held).toContainEqual({ shard: fence.shard, epoch: fence.epoch });

      let taken = false;
      const takeover = world.owner`
        update session_shards set owner = ${randomUUID()}, epoch = epoch + 1 where shard = ${fence.shard}`.then(() => {
        taken = true;
      });
      await waitFor(async () => (await waiting('epoch = epoch + 1')).length === 1, { what: 'the takeover to wait' });
      expect(taken).toBe(false);
      await zombie`commit`;
      await takeover;
      expect(await fenced(world.owner)).toEqual([{ held: 0 }]);
    } finally {
      zombie.release();
    }
  });

  it('refuses a write that began during the takeover', async () => {
    const fence = await own(world, randomUUID());
    const successor = await world.owner.reserve();
    try {
      await successor`begin`;
      await successor`update session_shards set owner = ${randomUUID()}, epoch = epoch + 1 where shard = ${fence.shard}`;
      const write = world.owner.unsafe(
        `with ${fenceSql} select (select count(*)::int from fence) as held`,
        fenceParameters(fence),
      );
      const late = write.execute();
      await waitFor(
        async () =>
          (await world.owner`select from pg_stat_activity where wait_event_type = 'Lock' and query like 'with fence%'`)
            .length === 1,
        { what: 'the write to wait' },
      );
      await successor`commit`;
      expect(await late).toEqual([{ held: 0 }]);
    } finally {
      successor.release();
    }
  });
});
