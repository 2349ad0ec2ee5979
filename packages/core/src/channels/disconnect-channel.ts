import type { ChannelView } from '../contracts/index.ts';
import type { Context } from '../kernel/index.ts';
import { setDesired } from './set-desired.ts';

/** Ends the channel's session and keeps the pairing. @throws {AppError} `forbidden`, `not-found` */
export const disconnectChannel = (ctx: Context, input: { id: string }): Promise<ChannelView> =>
  setDesired(ctx, input, { desired: 'off', action: 'channel.disconnect' });
