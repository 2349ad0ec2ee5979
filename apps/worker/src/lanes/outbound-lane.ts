import { AppError } from '@tiktickets/core/kernel';
import { outboundContent } from '@tiktickets/core/media';
import {
  type ClaimedMessage,
  claimNext,
  isUnanswered,
  laneHoldMs,
  recordFailure,
  resumeLane,
  type SendFailure,
} from '@tiktickets/core/outbox';
import { type ChannelSession, type OutboundMessage, SendError } from '@tiktickets/wbot/contract';
import { WakeLoop } from '../wake-loop.ts';
import { addressOf } from './address-of.ts';
import { type LaneHost, laneFailed } from './lane-host.ts';

/**
 * Sends what a channel's outbox holds, one message at a time. Which one is next, and whether it may go now, is decided
 * by `claimNext` in the database; this loop only carries it to the session and records what failed.
 */
export class OutboundLane {
  readonly #host: LaneHost;
  readonly #session: () => ChannelSession | null;
  readonly #loop: WakeLoop;
  /** Counts connections: a claim of one is not written on the next, whose unacknowledged rows go first. */
  #connection = 0;
  #resumed = -1;
  #troubles = 0;
  #holdUntil = 0;

  constructor(host: LaneHost, session: () => ChannelSession | null) {
    this.#host = host;
    this.#session = session;
    const failed = laneFailed(host, 'outbound');
    this.#loop = new WakeLoop({
      work: () => this.#pass(),
      failed: (error, failuresInARow) => {
        // What happened to the row in hand is unknown: look at all unacknowledged rows before the next claim.
        this.#resumed = -1;
        return failed(error, failuresInARow);
      },
    });
  }

  wake(): void {
    this.#loop.wake();
  }

  /** A connection stands: whatever held the lane is over. */
  connected(): void {
    this.#connection += 1;
    this.#troubles = 0;
    this.#holdUntil = 0;
    this.wake();
  }

  /** No further message is taken; resolves when the one in flight is over. */
  stop(withinMs: number): Promise<void> {
    return this.#loop.stop(withinMs);
  }

  async #pass(): Promise<number | null> {
    const { ctx, channelId, fence } = this.#host;
    while (!this.#loop.stopped) {
      const session = this.#session();
      if (session?.phase !== 'connected') return null;
      const holdMs = this.#holdUntil - performance.now();
      if (holdMs > 0) return holdMs;
      const connection = this.#connection;
      if (this.#resumed !== connection) {
        await resumeLane(ctx, { channelId, fence });
        this.#resumed = connection;
        continue;
      }
      const { message, waitMs } = await claimNext(ctx, { channelId, fence });
      if (!message) return waitMs === null ? null : Math.max(1, waitMs);
      const failure = await this.#send(session, { message, connection });
      if (failure === null) {
        this.#troubles = 0;
        continue;
      }
      await recordFailure(ctx, { fence, message, failure });
      if (failure.scope !== 'channel') continue;
      this.#troubles += 1;
      this.#holdUntil = performance.now() + laneHoldMs(this.#troubles, Math.random());
    }
    return null;
  }

  async #contentOf(message: ClaimedMessage): Promise<Pick<OutboundMessage, 'content' | 'quoted' | 'isForwarded'>> {
    if (message.isPlain) return { content: { kind: 'text', text: message.body ?? '' }, quoted: null };
    return await outboundContent(this.#host.ctx, { messageId: message.id });
  }

  async #send(
    session: ChannelSession,
    { message, connection }: { message: ClaimedMessage; connection: number },
  ): Promise<SendFailure | null> {
    if (isUnanswered(message.attempts)) return { scope: 'permanent', code: 'unacknowledged' };
    // While the claim was made the line dropped, or dropped and came back.
    if (connection !== this.#connection || session.phase !== 'connected')
      return { scope: 'channel', code: 'disconnected' };
    try {
      const to = await addressOf(this.#host, session, message);
      await session.send({ id: message.remoteId, to, ...(await this.#contentOf(message)) });
      return null;
    } catch (error) {
      const failure = failureOf(error, message);
      const { tenantId, kernel } = this.#host.ctx;
      kernel.logger.warn(
        { tenantId, channelId: this.#host.channelId, messageId: message.id, ...failure },
        'a message was not sent',
      );
      return failure;
    }
  }
}

function failureOf(error: unknown, { remoteChat }: ClaimedMessage): SendFailure {
  const isGroup = remoteChat.endsWith('@g.us');
  if (error instanceof SendError) return { scope: error.scope, code: error.code, isGroup };
  if (error instanceof AppError && error.code === 'not-found') return { scope: 'permanent', code: 'file_unreadable' };
  return { scope: 'row', code: 'send_failed' };
}
