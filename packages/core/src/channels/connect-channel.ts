import type { ChannelView } from '../contracts/index.ts';
import type { Context } from '../kernel/index.ts';
import { setDesired } from './set-desired.ts';

/** Starts the channel's session; without a pairing a QR code follows. @throws {AppError} `forbidden`, `not-found` */
export const connectChannel = (ctx: Context, input: { id: string }): Promise<ChannelView> =>
  setDesired(ctx, input, { desired: 'on', action: 'channel.connect' });
