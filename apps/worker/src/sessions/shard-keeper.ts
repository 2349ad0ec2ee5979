import { setTimeout as delay } from 'node:timers/promises';
import {
  claimShards,
  type Fence,
  fairShare,
  forgetWorker,
  type HeldShard,
  type Load,
  loadOf,
  type Renewal,
  releaseShards,
  renewShards,
  type ShardLoad,
  surplusOf,
  wantedOf,
} from '@tiktickets/core/channels';
import type { Kernel } from '@tiktickets/core/kernel';
import { WakeLoop } from '../wake-loop.ts';

export interface ShardKeeperOptions {
  kernel: Kernel;
  workerId: string;
  ttlMs: number;
  /** These shards are ours now. */
  acquired(fences: readonly Fence[]): void;
  /** Another worker may own these shards: stop without writing. */
  lost(fences: readonly Fence[]): void;
  /** Resolves once nothing of these shards runs here, so that they may be given away. */
  vacate(fences: readonly Fence[]): Promise<void>;
}

interface Held {
  fence: Fence;
  /** On this process' monotonic clock; before the lease can have run out anywhere. */
  deadline: number;
}

/**
 * Holds this worker's fair share of the shards. The database decides who owns what; this class only knows until when it
 * may believe so, and says at once when it no longer may.
 */
export class ShardKeeper {
  readonly #options: ShardKeeperOptions;
  readonly #held = new Map<number, Held>();
  readonly #loop: WakeLoop;
  readonly #tickMs: number;
  #watch: NodeJS.Timeout | null = null;
  #unsubscribe: (() => Promise<void>) | null = null;
  #draining = false;
  #announced = false;

  constructor(options: ShardKeeperOptions) {
    this.#options = options;
    this.#tickMs = Math.floor(options.ttlMs / 3);
    this.#loop = new WakeLoop({
      work: () => this.#tick(),
      failed: (error) => {
        options.kernel.logger.warn({ err: error, held: this.#held.size }, 'leases could not be renewed');
        return Math.min(1_000, this.#tickMs);
      },
    });
  }

  async start(): Promise<void> {
    this.#watch = setInterval(() => this.#dropOverdue(), Math.max(20, Math.floor(this.#options.ttlMs / 30)));
    this.#unsubscribe = await this.#options.kernel.bus.subscribe('shards', { onMessage: () => void this.#hurry() });
    this.#loop.wake();
  }

  /** The fence of a shard, while it may be believed to be ours. */
  fenceOf(shard: number): Fence | null {
    const held = this.#held.get(shard);
    return held && performance.now() < held.deadline ? held.fence : null;
  }

  get shards(): number[] {
    return [...this.#held.keys()];
  }

  /** A fenced write was refused: the shard is not ours, whatever we believed. */
  disown(fence: Fence): void {
    if (this.#held.get(fence.shard)?.fence.epoch !== fence.epoch) return;
    this.#drop([fence]);
    this.#loop.wake();
  }

  /** Gives everything away in order: what is sent is recorded, then the leases end and the others are told. */
  async drain(): Promise<void> {
    const { kernel, workerId, ttlMs } = this.#options;
    this.#draining = true;
    await this.#loop.stop();
    await this.#unsubscribe?.();
    const fences = this.#fences();
    try {
      // Before anything is given away, so that the others raise their share at once. This renews the leases, too.
      await renewShards(kernel, { workerId, ttlMs, draining: true });
    } catch (error) {
      kernel.logger.warn({ err: error }, 'the database does not know that this worker is leaving');
    }
    await this.#options.vacate(fences);
    if (this.#watch) clearInterval(this.#watch);
    this.#held.clear();
    try {
      await releaseShards(kernel, { workerId, shards: fences });
      await forgetWorker(kernel, { workerId });
    } catch (error) {
      kernel.logger.warn({ err: error }, 'leases were not given back; they run out by themselves');
    }
  }

  #fences(): Fence[] {
    return [...this.#held.values()].map((held) => held.fence);
  }

  async #hurry(): Promise<void> {
    // Spread, so that not all workers ask at the same instant.
    await delay(20 + Math.random() * 80);
    this.#loop.wake();
  }

  async #tick(): Promise<number> {
    const { kernel, workerId, ttlMs } = this.#options;
    const sentAt = performance.now();
    const { held, workers, shards } = await renewShards(kernel, { workerId, ttlMs, draining: this.#draining });
    // The others then give up at once what is above their new share.
    if (!this.#announced) kernel.bus.publish('shards', 'joined');
    this.#announced = true;
    this.#adopt(held, sentAt);
    const still = new Map(held.map(({ shard, epoch }) => [shard, epoch]));
    this.#drop(this.#fences().filter((fence) => still.get(fence.shard) !== fence.epoch));
    if (this.#draining) return this.#tickMs;
    const share = fairShare(shards, workers);
    const mine = shards.filter(({ shard }) => this.#held.has(shard));
    const surplus = surplusOf(mine, share);
    await this.#giveAway(surplus);
    const load = loadOf(mine.filter((shard) => !surplus.includes(shard)));
    const isComplete = await this.#claim(shards, {
      numbers: share.numbers - load.numbers,
      idle: share.idle - load.idle,
    });
    return isComplete ? this.#nextLook(shards) : 50 + Math.random() * 100;
  }

  /** False when somebody else was quicker, and there may be more to take. */
  async #claim(all: Renewal['shards'], room: Load): Promise<boolean> {
    const { kernel, workerId, ttlMs } = this.#options;
    const free = all.filter(({ shard, leaseMs }) => leaseMs === 0 && !this.#held.has(shard));
    const wanted = wantedOf(free, room);
    if (wanted.length === 0) return true;
    const askedAt = performance.now();
    const claimed = await claimShards(kernel, { workerId, ttlMs, shards: wanted.map(({ shard }) => shard) });
    this.#adopt(claimed, askedAt);
    return claimed.length === wanted.length;
  }

  /** The next tick, or just after a lease runs out that its owner did not renew in time: that owner is gone. */
  #nextLook(all: Renewal['shards']): number {
    const endings = all.flatMap(({ shard, leaseMs }) => (leaseMs > 0 && !this.#held.has(shard) ? [leaseMs] : []));
    return Math.min(this.#tickMs, Math.min(...endings) + 10 + Math.random() * 40);
  }

  /** New shards become ours; known ones get a later deadline, counted from before the question was sent. */
  #adopt(shards: readonly HeldShard[], sentAt: number): void {
    const { workerId, ttlMs } = this.#options;
    const deadline = sentAt + ttlMs - Math.min(500, ttlMs / 10);
    const fresh: Fence[] = [];
    for (const { shard, epoch } of shards) {
      const known = this.#held.get(shard);
      const fence = known?.fence.epoch === epoch ? known.fence : { shard, owner: workerId, epoch };
      if (known && known.fence !== fence) this.#drop([known.fence]);
      if (known?.fence !== fence) fresh.push(fence);
      this.#held.set(shard, { fence, deadline });
    }
    if (fresh.length === 0) return;
    this.#options.kernel.logger.info({ acquired: fresh.length, held: this.#held.size }, 'shards acquired');
    this.#options.acquired(fresh);
  }

  #dropOverdue(): void {
    const now = performance.now();
    this.#drop([...this.#held.values()].filter((held) => held.deadline <= now).map((held) => held.fence));
  }

  #drop(fences: readonly Fence[]): void {
    if (fences.length === 0) return;
    for (const { shard } of fences) this.#held.delete(shard);
    this.#options.kernel.logger.warn({ lost: fences.length, held: this.#held.size }, 'shards lost');
    this.#options.lost(fences);
  }

  async #giveAway(surplus: readonly ShardLoad[]): Promise<void> {
    if (surplus.length === 0) return;
    const { kernel, workerId, vacate } = this.#options;
    const shards = new Set(surplus.map(({ shard }) => shard));
    const leaving = this.#fences().filter(({ shard }) => shards.has(shard));
    await vacate(leaving);
    for (const { shard } of leaving) this.#held.delete(shard);
    await releaseShards(kernel, { workerId, shards: leaving });
    kernel.logger.info({ released: leaving.length, held: this.#held.size }, 'shards released');
  }
}
