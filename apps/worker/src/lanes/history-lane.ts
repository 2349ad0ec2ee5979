import { Fenced } from '@tiktickets/core/channels';
import { toAppError } from '@tiktickets/core/kernel';
import {
  dueHistoryPart,
  historyMessagesPerChat,
  historyPartFailed,
  historyPartPlaced,
  ingestHistory,
  recentPoints,
} from '@tiktickets/core/sync';
import { type ChannelSession, MediaError, SendError } from '@tiktickets/wbot/contract';
import { WakeLoop } from '../wake-loop.ts';
import { type LaneHost, laneFailed } from './lane-host.ts';

/** After a gap the phone is asked about the liveliest chats only, and for a screenful of each. */
const chatsAskedFor = 20;
const messagesAskedFor = 50;
/** When to look again after a part that failed; each has a pause of its own. */
const lookAgainMs = 5_000;

/**
 * Places the phone's past, part by part and batch by batch, beside the lane of live messages and never before it: one
 * part of a process at a time. A part that was interrupted is read again from its beginning and doubles nothing.
 */
export class HistoryLane {
  readonly #host: LaneHost;
  readonly #session: () => ChannelSession | null;
  readonly #placed: () => void;
  readonly #loop: WakeLoop;
  readonly #stopping = new AbortController();
  #hasGap = false;

  constructor(host: LaneHost, session: () => ChannelSession | null, placed: () => void) {
    this.#host = host;
    this.#session = session;
    this.#placed = placed;
    this.#loop = new WakeLoop({ work: () => this.#pass(), failed: laneFailed(host, 'history') });
  }

  wake(): void {
    this.#loop.wake();
  }

  /** Something is missing: the phone is asked for it as soon as there is a connection. */
  fillGaps(): void {
    this.#hasGap = true;
    this.wake();
  }

  stop(withinMs: number): Promise<void> {
    this.#stopping.abort();
    return this.#loop.stop(withinMs);
  }

  async #pass(): Promise<number | null> {
    const { ctx, channelId } = this.#host;
    const session = this.#session();
    if (session?.phase !== 'connected') return null;
    if (this.#hasGap) await this.#askForMissing(session);
    const part = await dueHistoryPart(ctx, { channelId });
    if (!part) return null;
    using turn = await oneAtATime.enter();
    void turn;
    try {
      const limits = { sinceMs: part.sinceMs, messagesPerChat: historyMessagesPerChat };
      for await (const batch of session.readHistory(part.content, limits, this.#stopping.signal)) {
        if (this.#stopping.signal.aborted) return null;
        await ingestHistory(ctx, { channelId, batch });
      }
      await historyPartPlaced(ctx, { channelId, id: part.id });
      this.#placed();
      return 0;
    } catch (error) {
      return await this.#failed(part.id, error);
    }
  }

  /** Asks for what should stand before the newest messages; what the phone has comes as parts of the past. */
  async #askForMissing(session: ChannelSession): Promise<void> {
    const { ctx, channelId } = this.#host;
    try {
      for (const point of await recentPoints(ctx, { channelId, limit: chatsAskedFor })) {
        await session.fetchHistory(point, messagesAskedFor);
      }
      this.#hasGap = false;
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      if (error.scope !== 'channel') this.#hasGap = false;
      ctx.kernel.logger.info({ channelId, code: error.code }, 'the phone was not asked for what is missing');
    }
  }

  /** Trouble of the database or of the connection is no fault of the part. */
  async #failed(id: string, error: unknown): Promise<number | null> {
    const { ctx, channelId } = this.#host;
    if (this.#stopping.signal.aborted || error instanceof SendError) return null;
    if (error instanceof Fenced || toAppError(error).code === 'unavailable') throw error;
    const retryable = error instanceof MediaError ? error.retryable : true;
    const code = error instanceof MediaError ? error.code : 'unreadable';
    ctx.kernel.logger.warn({ err: error, channelId, code }, 'a part of the past was not placed');
    await historyPartFailed(ctx, { id, error: code, retryable });
    return lookAgainMs;
  }
}

/** Reading the past is work for the processor: live messages of all channels of this process go on beside one part. */
const oneAtATime = {
  tail: Promise.resolve(),
  async enter(): Promise<Disposable> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = oneAtATime.tail;
    oneAtATime.tail = before.then(() => promise);
    await before;
    return { [Symbol.dispose]: resolve };
  },
};
