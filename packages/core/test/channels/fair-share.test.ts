import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fairShare, loadOf, type ShardLoad, surplusOf, wantedOf } from '../../src/channels/index.ts';

const shards = fc
  .array(fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 6 })), {
    minLength: 64,
    maxLength: 64,
  })
  .map((loads) => loads.map((numbers, shard) => ({ shard, numbers })));
const workers = fc.integer({ min: 1, max: 6 });

/** What every worker does at its tick, one after the other; true when anything moved. */
function round(all: readonly ShardLoad[], held: Map<number, number>, names: readonly number[]): boolean {
  const share = fairShare(all, names.length);
  const before = JSON.stringify([...held].sort());
  for (const name of names) {
    const mine = () => all.filter(({ shard }) => held.get(shard) === name);
    for (const { shard } of surplusOf(mine(), share)) held.delete(shard);
    const load = loadOf(mine());
    const room = { numbers: share.numbers - load.numbers, idle: share.idle - load.idle };
    const free = all.filter(({ shard }) => !held.has(shard));
    for (const { shard } of wantedOf(free, room)) held.set(shard, name);
  }
  return JSON.stringify([...held].sort()) !== before;
}

function settle(all: readonly ShardLoad[], held: Map<number, number>, names: readonly number[]): void {
  for (let rounds = 0; round(all, held, names); rounds += 1) expect(rounds).toBeLessThan(20);
}
const numbersOf = (all: readonly ShardLoad[], held: Map<number, number>, name: number): number =>
  loadOf(all.filter(({ shard }) => held.get(shard) === name)).numbers;

describe('shards', () => {
  it('are all held by somebody and come to rest, whoever joins and leaves', () => {
    fc.assert(
      fc.property(shards, fc.array(workers, { minLength: 1, maxLength: 5 }), (all, populations) => {
        const held = new Map<number, number>();
        for (const population of populations) {
          const names = Array.from({ length: population }, (_, name) => name);
          for (const [shard, name] of held) if (name >= population) held.delete(shard);
          settle(all, held, names);
          expect(held.size).toBe(all.length);
          const heaviest = Math.max(...all.map(({ numbers }) => numbers));
          const share = fairShare(all, population).numbers;
          for (const name of names) {
            expect(numbersOf(all, held, name)).toBeLessThanOrEqual(
              share + Math.max(2, heaviest, Math.ceil(share / 10)),
            );
          }
        }
      }),
    );
  });

  it('share sixty numbers evenly when a second and a third worker join, busy shards or not', () => {
    // As hashing spreads them: some shards with several, many with none.
    const all = Array.from({ length: 64 }, (_, shard) => ({
      shard,
      numbers: [2, 1, 0, 1, 3, 0, 0, 0][shard % 8] ?? 0,
    }));
    all[2] = { shard: 2, numbers: 4 };
    expect(loadOf(all).numbers).toBe(60);
    const held = new Map<number, number>();
    settle(all, held, [0]);
    expect(numbersOf(all, held, 0)).toBe(60);
    settle(all, held, [0, 1]);
    expect([0, 1].map((name) => numbersOf(all, held, name))).toEqual([30, 30]);
    settle(all, held, [0, 1, 2]);
    for (const name of [0, 1, 2]) expect(Math.abs(numbersOf(all, held, name) - 20)).toBeLessThanOrEqual(2);
  });

  it('stay where they are when one more number is connected', () => {
    fc.assert(
      fc.property(shards, workers, fc.nat({ max: 63 }), (all, population, chosen) => {
        const names = Array.from({ length: population }, (_, name) => name);
        const held = new Map<number, number>();
        // A rest that was reached from one worker on; a distribution by chance could be about to move.
        settle(all, held, names);
        const share = fairShare(all, population).numbers;
        fc.pre(names.every((name) => numbersOf(all, held, name) <= share));
        const before = new Map(held);
        const more = all.map((load) =>
          load.shard === chosen && load.numbers > 0 ? { ...load, numbers: load.numbers + 1 } : load,
        );
        settle(more, held, names);
        expect(held).toEqual(before);
      }),
    );
  });
});
