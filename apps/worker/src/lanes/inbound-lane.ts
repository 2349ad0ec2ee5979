import { toAppError } from '@tiktickets/core/kernel';
import {
  type Arrival,
  ingestBatch,
  journalFailed,
  recordUndecryptable,
  skipJournal,
  waitingJournal,
} from '@tiktickets/core/messages';
import { moveLocation, openVotes, recordCallEnd, recordVote, type Vote } from '@tiktickets/core/sync';
import { type ChannelDriver, FencedError, type InboundMessage } from '@tiktickets/wbot/contract';
import { WakeLoop } from '../wake-loop.ts';
import { type LaneHost, laneFailed } from './lane-host.ts';

const batchSize = 100;

const isAboutAnother = ({ details, targetRemoteId }: InboundMessage): boolean =>
  (details?.kind === 'location' && details.isMove === true) ||
  (targetRemoteId != null && (details?.kind === 'poll-vote' || details?.kind === 'call'));

/** Told of what other lanes have to do for what arrived. */
export interface Arrived {
  files(): void;
  groups(): void;
  calls(): void;
}

interface Note {
  work(): Promise<void>;
  taken: PromiseWithResolvers<void>;
}

/**
 * Ingests what a channel's journal holds: one batch in flight, each taking all that waits. The journal is the truth,
 * so after any trouble the lane simply looks again.
 */
export class InboundLane {
  readonly #host: LaneHost;
  readonly #driver: ChannelDriver;
  readonly #arrived: Arrived;
  readonly #loop: WakeLoop;
  /** Not journaled: if they are lost, the provider sends the real content again. */
  readonly #undecryptable: InboundMessage[] = [];
  /** What concerns messages and people that may still be in the journal. */
  readonly #notes: Note[] = [];

  constructor(host: LaneHost, driver: ChannelDriver, arrived: Arrived) {
    this.#host = host;
    this.#arrived = arrived;
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

  /**
   * Runs `work` once all that is journaled now has been ingested. Resolves when that is done (or given up, having been refused).
   * @throws {FencedError} when the lane ends before
   */
  async afterwards(work: () => Promise<void>): Promise<void> {
    if (this.#loop.stopped) throw new FencedError();
    const taken = Promise.withResolvers<void>();
    this.#notes.push({ work, taken });
    this.wake();
    await taken.promise;
  }

  async stop(withinMs: number): Promise<void> {
    await this.#loop.stop(withinMs);
    for (const { taken } of this.#notes.splice(0)) taken.reject(new FencedError());
  }

  async #pass(): Promise<number | null> {
    const { ctx, channelId } = this.#host;
    // What is noted from here on may concern what is journaled after this look.
    const notes = this.#notes.slice();
    const waiting = await waitingJournal(ctx, { channelId, limit: batchSize });
    const arrivals: Arrival[] = [];
    const about: (Vote & { journalId: string })[] = [];
    const empty: string[] = [];
    for (const { journalId, entry } of waiting) {
      const inbound = await this.#decode(journalId, entry);
      if (inbound === 'unreadable') continue;
      if (!inbound) empty.push(journalId);
      else if (isAboutAnother(inbound)) about.push({ journalId, entry, inbound });
      else arrivals.push({ journalId, inbound, content: entry.content });
    }
    if (empty.length > 0) await skipJournal(ctx, empty);
    if (arrivals.length > 0) await ingestBatch(ctx, { channelId, messages: arrivals });
    if (arrivals.some((arrival) => arrival.inbound.media)) this.#arrived.files();
    if (arrivals.some((arrival) => arrival.inbound.isGroup)) this.#arrived.groups();
    if (arrivals.some((arrival) => arrival.inbound.kind === 'call')) this.#arrived.calls();
    await this.#placeholders();
    for (const vote of about) await this.#apply(vote);
    const pollIds = arrivals.flatMap(({ inbound }) => (inbound.details?.kind === 'poll' ? [inbound.remoteId] : []));
    await openVotes(ctx, { channelId, pollIds, readVote: this.#driver.pollVote });
    if (waiting.length === batchSize) return 0;
    await this.#takeNotes(notes);
    return null;
  }

  /** Votes and ends of calls change a message that is there by now. What cannot be applied waits for a person. */
  async #apply(vote: Vote & { journalId: string }): Promise<void> {
    const { ctx, channelId } = this.#host;
    const { inbound, journalId } = vote;
    try {
      if (inbound.details?.kind === 'call') await recordCallEnd(ctx, { channelId, journalId, inbound });
      else if (inbound.details?.kind === 'location') await moveLocation(ctx, { channelId, journalId, inbound });
      else await recordVote(ctx, { channelId, vote, readVote: this.#driver.pollVote });
    } catch (error) {
      if (toAppError(error).code !== 'internal') throw error;
      ctx.kernel.logger.error({ err: error, journalId }, 'a journal entry could not be applied; it is kept');
      await journalFailed(ctx, { journalId, error: error instanceof Error ? error.name : 'unknown' });
    }
  }

  async #takeNotes(notes: readonly Note[]): Promise<void> {
    for (const next of notes) {
      try {
        await next.work();
      } catch (error) {
        if (toAppError(error).code === 'unavailable') throw error;
        this.#host.ctx.kernel.logger.error({ err: error, channelId: this.#host.channelId }, 'news were not recorded');
      }
      this.#notes.shift();
      next.taken.resolve();
    }
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
