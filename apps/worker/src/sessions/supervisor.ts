import { type Fence, type OwnedChannel, ownedChannels, shardOf } from '@tiktickets/core/channels';
import type { Kernel } from '@tiktickets/core/kernel';
import type { ChannelDriver, ConnectGate } from '@tiktickets/wbot/contract';
import { z } from 'zod';
import { retryPauseMs, WakeLoop } from '../wake-loop.ts';
import { ChannelRunner } from './channel-runner.ts';
import { createConnectGate } from './connect-gate.ts';
import { ShardKeeper } from './shard-keeper.ts';

export interface SupervisorOptions {
  kernel: Kernel;
  driver: ChannelDriver;
  workerId: string;
  leaseTtlMs: number;
  /** How often lanes and channels are looked through without any wake-up. */
  scanMs?: number;
  connectsAtOnce?: number;
  /** Pause between two profile pictures of a number. */
  pictureMs?: number | undefined;
}

const named = { tenantId: z.uuid(), channelId: z.uuid() };
const sessionCommand = z.discriminatedUnion('type', [
  z.object({ type: z.literal('typing'), ...named, to: z.string(), active: z.boolean() }),
  z.object({ type: z.literal('check-recipient'), ...named, phone: z.string() }),
]);
type SessionCommand = z.output<typeof sessionCommand>;

/**
 * Runs the channels of the shards this worker holds. Wake-ups make it quick; the scan makes it sure:
 * whatever was missed is found within `scanMs`.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #keeper: ShardKeeper;
  readonly #runners = new Map<string, ChannelRunner>();
  readonly #gate: ConnectGate;
  readonly #scan: WakeLoop;
  /** Shards on their way to another worker: nothing of them starts any more. */
  readonly #leaving = new Set<number>();
  readonly #unsubscribe: (() => Promise<void>)[] = [];

  constructor(options: SupervisorOptions) {
    const { kernel, workerId, leaseTtlMs } = options;
    this.#options = options;
    this.#gate = createConnectGate(options.connectsAtOnce ?? 5);
    this.#scan = new WakeLoop({
      work: () => this.#look(),
      failed: (error, failuresInARow) => {
        kernel.logger.warn({ err: error }, 'the channels could not be looked through');
        return retryPauseMs(failuresInARow);
      },
    });
    this.#keeper = new ShardKeeper({
      kernel,
      workerId,
      ttlMs: leaseTtlMs,
      acquired: (fences) => {
        for (const { shard } of fences) this.#leaving.delete(shard);
        this.#scan.wake();
      },
      lost: (fences) => this.#abandon(fences),
      vacate: (fences) => this.#vacate(fences),
    });
  }

  async start(): Promise<void> {
    const { bus } = this.#options.kernel;
    const rescan = (): void => this.#scan.wake();
    this.#unsubscribe.push(
      await bus.subscribe('lane', { onMessage: (payload) => this.#wakeLane(payload), onReconnect: rescan }),
      await bus.subscribe('channels', { onMessage: (payload) => this.#channelChanged(payload), onReconnect: rescan }),
      await bus.subscribe('session', { onMessage: (payload) => this.#command(payload) }),
    );
    await this.#keeper.start();
  }

  /** Everything in flight is finished, everything held is given away. */
  async stop(): Promise<void> {
    for (const unsubscribe of this.#unsubscribe) await unsubscribe();
    await this.#scan.stop();
    await this.#keeper.drain();
  }

  get sessions(): number {
    return [...this.#runners.values()].filter((runner) => !runner.isIdle).length;
  }

  get shards(): number[] {
    return this.#keeper.shards;
  }

  async #look(): Promise<number> {
    const { kernel, scanMs = 3_000 } = this.#options;
    const readAt = performance.now();
    const shards = this.#keeper.shards.filter((shard) => !this.#leaving.has(shard));
    const owned = await ownedChannels(kernel, { shards });
    const listed = new Set(owned.map((channel) => channel.channelId));
    for (const channel of owned) this.#runnerOf(channel)?.apply(channel, readAt);
    for (const [channelId, runner] of this.#runners) {
      if (!listed.has(channelId)) await this.#remove(channelId, runner);
    }
    return scanMs;
  }

  #runnerOf(owned: OwnedChannel): ChannelRunner | null {
    const fence = this.#keeper.fenceOf(owned.shard);
    if (!fence || this.#leaving.has(owned.shard)) return null;
    const known = this.#runners.get(owned.channelId);
    if (known) return known.fence.epoch === fence.epoch ? known : null;
    const { kernel, driver, pictureMs } = this.#options;
    const runner = new ChannelRunner({
      kernel,
      owned,
      fence,
      driver,
      gate: this.#gate,
      pictureMs,
      fenced: () => this.#keeper.disown(fence),
      rescan: () => this.#scan.wake(),
    });
    this.#runners.set(owned.channelId, runner);
    return runner;
  }

  async #remove(channelId: string, runner: ChannelRunner): Promise<void> {
    if (this.#runners.get(channelId) === runner) this.#runners.delete(channelId);
    await runner.stop(5_000);
  }

  #of(fences: readonly Fence[]): [string, ChannelRunner][] {
    const shards = new Set(fences.map((fence) => fence.shard));
    return [...this.#runners].filter(([, runner]) => shards.has(runner.fence.shard));
  }

  #abandon(fences: readonly Fence[]): void {
    for (const [channelId, runner] of this.#of(fences)) {
      this.#runners.delete(channelId);
      runner.abandon().catch((error: unknown) => {
        this.#options.kernel.logger.warn({ err: error, channelId }, 'a lost session did not end cleanly');
      });
    }
  }

  async #vacate(fences: readonly Fence[]): Promise<void> {
    for (const { shard } of fences) this.#leaving.add(shard);
    // Well within the lease, which nobody renews meanwhile; a send that takes longer is repeated by the next owner.
    const withinMs = this.#options.leaseTtlMs / 2;
    await Promise.all(
      this.#of(fences).map(async ([channelId, runner]) => {
        this.#runners.delete(channelId);
        await runner.stop(withinMs);
      }),
    );
  }

  #wakeLane(payload: string): void {
    this.#runners.get(payload.split(':')[1] ?? '')?.wakeOutbound();
  }

  #channelChanged(payload: string): void {
    if (this.#keeper.fenceOf(shardOf(payload.split(':')[1] ?? ''))) this.#scan.wake();
  }

  #command(payload: string): void {
    const command = parseCommand(payload);
    if (!command) return;
    const { channelId, type } = command;
    const runner = this.#runners.get(channelId);
    if (!runner) return;
    const done = command.type === 'typing' ? runner.setTyping(command) : runner.checkRecipient(command.phone);
    done.catch((error: unknown) => {
      this.#options.kernel.logger.debug({ err: error, channelId, type }, 'a command was not carried out');
    });
  }
}

/** Null for commands of another version. */
function parseCommand(payload: string): SessionCommand | null {
  try {
    return sessionCommand.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}
