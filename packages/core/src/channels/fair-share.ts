/** A shard and the numbers that are to run in it. */
export interface ShardLoad {
  shard: number;
  numbers: number;
}

/** What a worker holds, or should: numbers, and shards without any (their first number decides whose it is). */
export interface Load {
  numbers: number;
  idle: number;
}

export const loadOf = (shards: readonly ShardLoad[]): Load => ({
  numbers: shards.reduce((sum, { numbers }) => sum + numbers, 0),
  idle: shards.filter(({ numbers }) => numbers === 0).length,
});

/** What one of `workers` should hold of all shards. Together the shares hold at least everything. */
export function fairShare(all: readonly ShardLoad[], workers: number): Load {
  const { numbers, idle } = loadOf(all);
  const count = Math.max(1, workers);
  return { numbers: Math.ceil(numbers / count), idle: Math.ceil(idle / count) };
}

/** Moving a number interrupts it for a second: small differences, as new numbers make them, are left alone. */
const tolerated = (share: number): number => Math.max(2, Math.ceil(share / 10));

/** Which of the held shards to give away, so that no more than the share is left: few large ones rather than many small ones. */
export function surplusOf(held: readonly ShardLoad[], share: Load): ShardLoad[] {
  const { numbers, idle } = loadOf(held);
  const surplus = held.filter((shard) => shard.numbers === 0).slice(0, Math.max(0, idle - share.idle));
  if (numbers <= share.numbers + tolerated(share.numbers)) return surplus;
  let left = numbers;
  for (const shard of held.toSorted((a, b) => b.numbers - a.numbers)) {
    if (shard.numbers === 0 || left - shard.numbers < share.numbers) continue;
    left -= shard.numbers;
    surplus.push(shard);
  }
  return surplus;
}

/** Which of the free shards to take. The last may go beyond the share: a number that fits nobody must run all the same. */
export function wantedOf(free: readonly ShardLoad[], room: Load): ShardLoad[] {
  let { numbers, idle } = room;
  return free
    .toSorted((a, b) => b.numbers - a.numbers)
    .filter((shard) => {
      if (shard.numbers === 0) {
        idle -= 1;
        return idle >= 0;
      }
      const fits = numbers > 0;
      if (fits) numbers -= shard.numbers;
      return fits;
    });
}
