import { withPlatform } from '@tiktickets/db';
import type { Kernel } from '../kernel/index.ts';
import type { ShardLoad } from './fair-share.ts';

/**
 * Leases of shards. Only the database's clock is ever compared with `lease_until`; a worker compares its own monotonic
 * clock with a deadline counted from before the renewal was sent, so no two clocks need to agree.
 */
export interface HeldShard {
  shard: number;
  epoch: number;
}

export interface Renewal {
  held: HeldShard[];
  /** Workers seen within the last lease and not draining, this one included. */
  workers: number;
  /** Every shard: how many numbers it has to run, and in how many milliseconds its lease ends; 0 when nobody holds it. */
  shards: (ShardLoad & { leaseMs: number })[];
}

/** One tick: shows that this worker lives, renews what it still holds and counts its peers. */
export function renewShards(
  kernel: Kernel,
  { workerId, ttlMs, draining }: { workerId: string; ttlMs: number; draining: boolean },
): Promise<Renewal> {
  return withPlatform({ database: kernel.database }, async (scope) => {
    const [, held, counted, shards] = await Promise.all([
      scope.query(
        `insert into workers (id, draining) values ($1, $2)
         on conflict (id) do update set seen_at = now(), draining = excluded.draining`,
        [workerId, draining],
      ),
      scope.query<{ shard: number; epoch: number }>(
        `update session_shards set lease_until = now() + $2::int * interval '1 millisecond'
         where owner = $1 and lease_until > now() returning shard, epoch`,
        [workerId, ttlMs],
      ),
      scope.query<{ workers: number }>(
        `select count(*)::int as workers from workers
         where not draining and seen_at > now() - $1::int * interval '1 millisecond'`,
        [ttlMs],
      ),
      scope.query<ShardLoad & { leaseMs: number }>(
        `select s.shard, coalesce(c.numbers, 0)::int as numbers,
           greatest(0, case when s.owner is null then 0 else extract(epoch from s.lease_until - now()) * 1000 end)::float8 as "leaseMs"
         from session_shards s
         left join (select shard, count(*) as numbers from channels where desired <> 'off' group by shard) c on c.shard = s.shard
         order by s.shard`,
      ),
    ]);
    return { held, workers: counted[0]?.workers ?? 1, shards };
  });
}

/** Takes those of `shards` whose lease has run out and that nobody else takes at this instant. Each takeover is a new epoch. */
export function claimShards(
  kernel: Kernel,
  { workerId, ttlMs, shards }: { workerId: string; ttlMs: number; shards: readonly number[] },
): Promise<HeldShard[]> {
  return withPlatform({ database: kernel.database }, (scope) =>
    scope.query<{ shard: number; epoch: number }>(
      `update session_shards set owner = $1, epoch = epoch + 1, lease_until = now() + $2::int * interval '1 millisecond'
       where shard in (
         select shard from session_shards where shard = any($3::smallint[]) and lease_until < now() order by shard for update skip locked
       ) returning shard, epoch`,
      [workerId, ttlMs, [...shards]],
    ),
  );
}

/** Gives shards back once nothing of them runs here any more, and tells the others. */
export async function releaseShards(
  kernel: Kernel,
  { workerId, shards }: { workerId: string; shards: readonly HeldShard[] },
): Promise<void> {
  if (shards.length === 0) return;
  await withPlatform({ database: kernel.database }, (scope) =>
    scope.query(
      `update session_shards s set owner = null, lease_until = '-infinity'
       from unnest($2::int[], $3::bigint[]) as mine (shard, epoch)
       where s.shard = mine.shard and s.epoch = mine.epoch and s.owner = $1`,
      [workerId, shards.map((held) => held.shard), shards.map((held) => held.epoch)],
    ),
  );
  kernel.bus.publish('shards', 'released');
}

/** Removes a worker that has stopped, and those that died long ago. */
export async function forgetWorker(kernel: Kernel, { workerId }: { workerId: string }): Promise<void> {
  await withPlatform({ database: kernel.database }, (scope) =>
    scope.query(`delete from workers where id = $1 or seen_at < now() - interval '1 hour'`, [workerId]),
  );
}
