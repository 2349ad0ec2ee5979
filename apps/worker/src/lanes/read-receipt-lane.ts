import { dueReadReceipts, readReceiptsSent } from '@tiktickets/core/messages';
import { type ChannelSession, SendError } from '@tiktickets/wbot/contract';
import { WakeLoop } from '../wake-loop.ts';
import { type LaneHost, laneFailed } from './lane-host.ts';

const batchSize = 100;

/** Shows customers that they were read. Waits for a connection; what the provider refuses otherwise is not tried for ever. */
export class ReadReceiptLane {
  readonly #host: LaneHost;
  readonly #session: () => ChannelSession | null;
  readonly #loop: WakeLoop;

  constructor(host: LaneHost, session: () => ChannelSession | null) {
    this.#host = host;
    this.#session = session;
    this.#loop = new WakeLoop({ work: () => this.#pass(), failed: laneFailed(host, 'read receipts') });
  }

  wake(): void {
    this.#loop.wake();
  }

  stop(withinMs: number): Promise<void> {
    return this.#loop.stop(withinMs);
  }

  async #pass(): Promise<number | null> {
    const { ctx, channelId } = this.#host;
    const session = this.#session();
    if (session?.phase !== 'connected') return null;
    const due = await dueReadReceipts(ctx, { channelId, limit: batchSize });
    if (due.length === 0) return null;
    const wanted = due.filter((receipt) => receipt.isWanted);
    try {
      if (wanted.length > 0) {
        await session.markRead(
          wanted.map(({ remoteChat, remoteId, participant }) => ({ remoteChat, remoteId, participant })),
        );
      }
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      ctx.kernel.logger.warn({ channelId, code: error.code, count: due.length }, 'read receipts were not given');
      // The next connection, or the next scan, tries again.
      if (error.scope === 'channel') return null;
    }
    await readReceiptsSent(
      ctx,
      due.map((receipt) => receipt.messageId),
    );
    return due.length === batchSize ? 0 : null;
  }
}
