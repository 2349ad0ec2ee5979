import {
  type Arrival,
  ingestBatch,
  journalFailed,
  recordUndecryptable,
  skipJournal,
  waitingJournal,
} from '@tiktickets/core/messages';
import type { ChannelDriver, InboundMessage } from '@tiktickets/wbot/contract';
import { WakeLoop } from '../wake-loop.ts';
import { type LaneHost, laneFailed } from './lane-host.ts';

const batchSize = 100;

/**
 * Ingests what a channel's journal holds: one batch in flight, each taking all that waits. The journal is the truth,
 * so after any trouble the lane simply looks again.
 */
export class InboundLane {
  readonly #host: LaneHost;
  readonly #driver: ChannelDriver;
  readonly #filesArrived: () => void;
  readonly #loop: WakeLoop;
  /** Not journaled: if they are lost, the provider sends the real content again. */
  readonly #undecryptable: InboundMessage[] = [];

  constructor(host: LaneHost, driver: ChannelDriver, filesArrived: () => void) {
    this.#host = host;
    this.#filesArrived = filesArrived;
    this.#driver = driver;
    this.#loop = new WakeLoop({ work: () => this.#pass(), failed: laneFailed(host, 'inbound') });
  }

  wake(): void {
    this.#loop.wake();
  }

  showUndecryptable(message: InboundMessage): void {
    this.#undecryptable.push(message);
    this.wake();
  }

  stop(withinMs: number): Promise<void> {
    return this.#loop.stop(withinMs);
  }

  async #pass(): Promise<number | null> {
    const { ctx, channelId } = this.#host;
    const waiting = await waitingJournal(ctx, { channelId, limit: batchSize });
    const arrivals: Arrival[] = [];
    const empty: string[] = [];
    for (const { journalId, entry } of waiting) {
      const inbound = await this.#decode(journalId, entry);
      if (inbound === 'unreadable') continue;
      if (inbound) arrivals.push({ journalId, inbound, content: entry.content });
      else empty.push(journalId);
    }
    if (empty.length > 0) await skipJournal(ctx, empty);
    if (arrivals.length > 0) await ingestBatch(ctx, { channelId, messages: arrivals });
    if (arrivals.some((arrival) => arrival.inbound.media)) this.#filesArrived();
    await this.#placeholders();
    return waiting.length === batchSize ? 0 : null;
  }

  /** An entry that the decoder throws at is counted against that entry, not against the lane. */
  async #decode(
    journalId: string,
    entry: Parameters<ChannelDriver['decode']>[0],
  ): Promise<InboundMessage | null | 'unreadable'> {
    try {
      return this.#driver.decode(entry);
    } catch (error) {
      this.#host.ctx.kernel.logger.error({ err: error, journalId }, 'a journal entry could not be decoded; it is kept');
      await journalFailed(this.#host.ctx, { journalId, error: error instanceof Error ? error.name : 'unknown' });
      return 'unreadable';
    }
  }

  async #placeholders(): Promise<void> {
    const { ctx, channelId } = this.#host;
    for (let next = this.#undecryptable[0]; next; next = this.#undecryptable[0]) {
      await recordUndecryptable(ctx, { channelId, inbound: next });
      this.#undecryptable.shift();
    }
  }
}
