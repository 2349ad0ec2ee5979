import type { ChannelView } from '../contracts/index.ts';
import type { Context } from '../kernel/index.ts';
import { setDesired } from './set-desired.ts';

/** Unlinks the device at the provider and forgets the pairing. @throws {AppError} `forbidden`, `not-found` */
export const logoutChannel = (ctx: Context, input: { id: string }): Promise<ChannelView> =>
  setDesired(ctx, input, { desired: 'logout', action: 'channel.logout' });
