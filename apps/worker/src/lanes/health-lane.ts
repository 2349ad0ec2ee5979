import { type HealthTally, reportHealth } from '@tiktickets/core/channels';
import { WakeLoop } from '../wake-loop.ts';
import { type LaneHost, laneFailed } from './lane-host.ts';

/** What happens meanwhile costs one write. */
const gatherMs = 1_500;

const nothing: HealthTally = {
  inbound: 0,
  outbound: 0,
  undecryptable: 0,
  refused: 0,
  lastInboundAtMs: null,
  lastOutboundAtMs: null,
};

/** Counts what a number does and tells it every now and then. */
export class HealthLane {
  readonly #host: LaneHost;
  readonly #loop: WakeLoop;
  #tally: HealthTally = nothing;
  #timer: NodeJS.Timeout | null = null;

  constructor(host: LaneHost) {
    this.#host = host;
    this.#loop = new WakeLoop({ work: () => this.#pass(), failed: laneFailed(host, 'health') });
  }

  received(): void {
    this.#add({ inbound: this.#tally.inbound + 1, lastInboundAtMs: this.#now() });
  }

  sent(count: number): void {
    this.#add({ outbound: this.#tally.outbound + count, lastOutboundAtMs: this.#now() });
  }

  notDecrypted(): void {
    this.#add({ undecryptable: this.#tally.undecryptable + 1 });
  }

  refused(): void {
    this.#add({ refused: this.#tally.refused + 1 });
  }

  /** Tells what is known so far. */
  async stop(withinMs: number): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (withinMs > 0) {
      // The database may be away; what it does not take in time is lost, and nothing but numbers.
      await this.#pass().catch((error: unknown) =>
        this.#host.ctx.kernel.logger.debug({ err: error }, 'the last counts were not kept'),
      );
    }
    await this.#loop.stop(withinMs);
  }

  #now(): number {
    return this.#host.ctx.kernel.clock.now();
  }

  #add(part: Partial<HealthTally>): void {
    this.#tally = { ...this.#tally, ...part };
    if (this.#loop.stopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#loop.wake();
    }, gatherMs).unref();
  }

  async #pass(): Promise<null> {
    const tally = this.#tally;
    if (tally === nothing) return null;
    this.#tally = nothing;
    const { ctx, channelId, fence } = this.#host;
    try {
      await reportHealth(ctx, { channelId, fence, tally });
    } catch (error) {
      this.#tally = sum(tally, this.#tally);
      throw error;
    }
    return null;
  }
}

const sum = (a: HealthTally, b: HealthTally): HealthTally => ({
  inbound: a.inbound + b.inbound,
  outbound: a.outbound + b.outbound,
  undecryptable: a.undecryptable + b.undecryptable,
  refused: a.refused + b.refused,
  lastInboundAtMs: b.lastInboundAtMs ?? a.lastInboundAtMs,
  lastOutboundAtMs: b.lastOutboundAtMs ?? a.lastOutboundAtMs,
});
