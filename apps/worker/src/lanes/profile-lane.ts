import { toAppError } from '@tiktickets/core/kernel';
import { blockSettled, type DueBlock, dueBlocks, duePicture, pictureFailed, storePicture } from '@tiktickets/core/sync';
import { type ChannelSession, SendError } from '@tiktickets/wbot/contract';
import { WakeLoop } from '../wake-loop.ts';
import { type LaneHost, laneFailed } from './lane-host.ts';

/** A number that asks for many pictures at once looks like a robot. */
const betweenPicturesMs = 3_000;
/** New people come without a wake-up. */
const lookAgainMs = 30_000;

/** What a number does about people when there is time: blocks them or no longer, and asks for their pictures, one by one. */
export class ProfileLane {
  readonly #host: LaneHost;
  readonly #session: () => ChannelSession | null;
  readonly #loop: WakeLoop;
  readonly #stopping = new AbortController();
  readonly #pauseMs: number;
  /** Whoever wakes the lane, it asks for no picture before. */
  #pictureAt = 0;

  constructor(host: LaneHost, session: () => ChannelSession | null, pauseMs = betweenPicturesMs) {
    this.#host = host;
    this.#session = session;
    this.#pauseMs = pauseMs;
    this.#loop = new WakeLoop({ work: () => this.#pass(), failed: laneFailed(host, 'profiles') });
  }

  wake(): void {
    this.#loop.wake();
  }

  stop(withinMs: number): Promise<void> {
    this.#stopping.abort();
    return this.#loop.stop(withinMs);
  }

  async #pass(): Promise<number | null> {
    const { ctx, channelId } = this.#host;
    const session = this.#session();
    if (session?.phase !== 'connected') return null;
    for (const block of await dueBlocks(ctx, { channelId })) {
      if (!(await this.#block(session, block))) return lookAgainMs;
    }
    const waitMs = this.#pictureAt - performance.now();
    if (waitMs > 0) return waitMs;
    const due = await duePicture(ctx, { channelId });
    if (!due) return lookAgainMs;
    await this.#picture(session, due);
    this.#pictureAt = performance.now() + this.#pauseMs;
    return this.#stopping.signal.aborted ? null : this.#pauseMs;
  }

  /** @returns whether the channel is there to go on */
  async #block(session: ChannelSession, { contactId, isBlocked, phone, lid }: DueBlock): Promise<boolean> {
    const { ctx, channelId } = this.#host;
    try {
      await session.setBlocked({ phone, lid }, isBlocked);
      await blockSettled(ctx, { channelId, contactId, isBlocked });
      return true;
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      if (error.scope === 'channel') return false;
      ctx.kernel.logger.warn({ channelId, contactId, code: error.code }, 'the provider did not change the block list');
      await blockSettled(ctx, { channelId, contactId, isBlocked: !isBlocked });
      return true;
    }
  }

  async #picture(session: ChannelSession, due: { contactId: string; remoteChat: string }): Promise<void> {
    const { ctx, channelId } = this.#host;
    const { contactId, remoteChat } = due;
    try {
      const stream = await session.fetchPicture(remoteChat, this.#stopping.signal);
      await storePicture(ctx, { contactId, stream });
    } catch (error) {
      if (this.#stopping.signal.aborted || (error instanceof SendError && error.scope === 'channel')) return;
      if (toAppError(error).code === 'unavailable') throw error;
      ctx.kernel.logger.debug({ channelId, contactId, err: error }, 'a picture was not fetched');
      await pictureFailed(ctx, { contactId });
    }
  }
}
