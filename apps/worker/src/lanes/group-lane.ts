import { unknownGroups } from '@tiktickets/core/groups';
import { type ChannelSession, SendError } from '@tiktickets/wbot/contract';
import { WakeLoop } from '../wake-loop.ts';
import { type LaneHost, laneFailed } from './lane-host.ts';

/** Asks the provider what those rooms are of which it has told nothing yet; the answers come as events of the session. */
export class GroupLane {
  readonly #host: LaneHost;
  readonly #session: () => ChannelSession | null;
  readonly #loop: WakeLoop;

  constructor(host: LaneHost, session: () => ChannelSession | null) {
    this.#host = host;
    this.#session = session;
    this.#loop = new WakeLoop({ work: () => this.#pass(), failed: laneFailed(host, 'groups') });
  }

  wake(): void {
    this.#loop.wake();
  }

  stop(withinMs: number): Promise<void> {
    return this.#loop.stop(withinMs);
  }

  /** What cannot be told now is asked for again with the next message of a group, and on the next connection. */
  async #pass(): Promise<null> {
    const { ctx, channelId } = this.#host;
    const session = this.#session();
    if (session?.phase !== 'connected') return null;
    for (const remoteChat of await unknownGroups(ctx, { channelId })) {
      try {
        await session.refreshGroup(remoteChat);
      } catch (error) {
        if (!(error instanceof SendError)) throw error;
        ctx.kernel.logger.warn({ channelId, code: error.code }, 'a group could not be asked for');
        if (error.scope === 'channel') return null;
      }
    }
    return null;
  }
}
