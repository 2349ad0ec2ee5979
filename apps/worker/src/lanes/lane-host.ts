import type { Fence } from '@tiktickets/core/channels';
import { Fenced } from '@tiktickets/core/channels';
import { type Context, toAppError } from '@tiktickets/core/kernel';
import { retryPauseMs } from '../wake-loop.ts';

/** What the lanes of one channel share. */
export interface LaneHost {
  ctx: Context;
  channelId: string;
  fence: Fence;
  /** A fenced write was refused: everything of this channel stops here. */
  fenced(): void;
}

/** Names what went wrong with a pass of a lane and says when to try again; null when the channel is not ours any more. */
export function laneFailed(host: LaneHost, lane: string): (error: unknown, failuresInARow: number) => number | null {
  return (error, failuresInARow) => {
    if (error instanceof Fenced) {
      host.fenced();
      return null;
    }
    const level = toAppError(error).code === 'unavailable' ? 'warn' : 'error';
    host.ctx.kernel.logger[level]({ err: error, lane, channelId: host.channelId, failuresInARow }, 'a lane stumbled');
    return retryPauseMs(failuresInARow);
  };
}
