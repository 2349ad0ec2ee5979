import { answerCalls } from '@tiktickets/core/messages';
import { type ChannelSession, SendError } from '@tiktickets/wbot/contract';
import { WakeLoop } from '../wake-loop.ts';
import { type LaneHost, laneFailed } from './lane-host.ts';

const remembered = 200;

/** Declines calls where the channel wants that. Which ones, and whether their text was sent, stands in the database. */
export class CallLane {
  readonly #host: LaneHost;
  readonly #session: () => ChannelSession | null;
  readonly #loop: WakeLoop;
  readonly #declined = new Set<string>();

  constructor(host: LaneHost, session: () => ChannelSession | null) {
    this.#host = host;
    this.#session = session;
    this.#loop = new WakeLoop({ work: () => this.#pass(), failed: laneFailed(host, 'calls') });
  }

  wake(): void {
    this.#loop.wake();
  }

  stop(withinMs: number): Promise<void> {
    return this.#loop.stop(withinMs);
  }

  async #pass(): Promise<null> {
    const { ctx, channelId } = this.#host;
    const calls = await answerCalls(ctx, { channelId });
    for (const call of calls) {
      const session = this.#session();
      if (session?.phase !== 'connected' || this.#declined.has(call.callId)) continue;
      this.#declined.add(call.callId);
      if (this.#declined.size > remembered) this.#declined.clear();
      try {
        await session.rejectCall(call);
      } catch (error) {
        if (!(error instanceof SendError)) throw error;
        // It rings until the caller gives up; the text goes out all the same.
        ctx.kernel.logger.warn({ channelId, code: error.code }, 'a call was not declined');
      }
    }
    return null;
  }
}
