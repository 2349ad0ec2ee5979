import { AppError, storageTroubleOf } from '@tiktickets/core/kernel';
import { type DueMedia, dueMedia, mediaFailed, msUntilDue, storeMedia } from '@tiktickets/core/media';
import { type ChannelSession, MediaError } from '@tiktickets/wbot/contract';
import { WakeLoop } from '../wake-loop.ts';
import { type LaneHost, laneFailed } from './lane-host.ts';

/** Files fetched side by side for one number: one that hangs does not hold up the others. */
const atOnce = 3;
/** However slow the line, a file that takes longer is begun anew later. */
const patienceMs = 300_000;
/** When to look again after a failure; each file has a pause of its own. */
const lookAgainMs = 2_000;

/** Fetches the files of received messages while the provider still has them. What is due stands in the database. */
export class MediaLane {
  readonly #host: LaneHost;
  readonly #session: () => ChannelSession | null;
  readonly #loop: WakeLoop;
  readonly #stopping = new AbortController();

  constructor(host: LaneHost, session: () => ChannelSession | null) {
    this.#host = host;
    this.#session = session;
    this.#loop = new WakeLoop({ work: () => this.#pass(), failed: laneFailed(host, 'media') });
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
    const due = await dueMedia(ctx, { channelId, limit: atOnce });
    // What failed waits for its own pause, however long that is; never zero, or the loop would spin.
    if (due.length === 0) {
      const waitMs = await msUntilDue(ctx, { channelId });
      return waitMs === null ? null : Math.max(waitMs, 100);
    }
    const results = await Promise.all(due.map((file) => this.#fetch(session, file)));
    return results.every(Boolean) ? 0 : lookAgainMs;
  }

  async #fetch(session: ChannelSession, file: DueMedia): Promise<boolean> {
    const { ctx, channelId } = this.#host;
    const { mediaId } = file;
    try {
      const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(patienceMs)]);
      const stream = await session.downloadMedia(file.reference, file.key, signal);
      await storeMedia(ctx, { mediaId, stream });
      return true;
    } catch (error) {
      // Ended by us, not by the file: it stays due.
      if (this.#stopping.signal.aborted) return false;
      const failure = failureOf(error);
      ctx.kernel.logger.warn({ channelId, mediaId, ...failure }, 'a file was not fetched');
      await mediaFailed(ctx, { mediaId, ...failure });
      return false;
    }
  }
}

/** Codes that stand beside a message, and whether a later try may work. */
function failureOf(error: unknown): { code: string; retryable: boolean } {
  if (error instanceof MediaError) return { code: error.code, retryable: error.retryable };
  if (error instanceof AppError && error.code === 'invalid-input') return { code: 'too_large', retryable: false };
  if (storageTroubleOf(error) === 'storage_full') return { code: 'no_room', retryable: true };
  return { code: 'unavailable', retryable: true };
}
