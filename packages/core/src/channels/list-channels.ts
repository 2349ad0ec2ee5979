import type { ChannelView } from '../contracts/index.ts';
import { type Context, read, requirePermission } from '../kernel/index.ts';
import { presentChannel } from './present.ts';
import { allChannels } from './repository.ts';

/** Every channel of the company, oldest first. @throws {AppError} `forbidden` */
export async function listChannels(ctx: Context): Promise<ChannelView[]> {
  requirePermission(ctx, 'channel:read');
  const rows = await read(ctx, (scope) => allChannels(scope, ctx.tenantId));
  return rows.map(presentChannel);
}
