import type { z } from 'zod';
import { type ChannelIncident, channelIdInput } from '../contracts/index.ts';
import { type Context, read, requirePermission } from '../kernel/index.ts';
import { requireChannel } from './repository.ts';

const shown = 20;

/** The latest times at which a channel was not connected though it should have been. @throws {AppError} `forbidden`, `not-found` */
export async function listIncidents(ctx: Context, input: z.input<typeof channelIdInput>): Promise<ChannelIncident[]> {
  requirePermission(ctx, 'channel:read');
  const { id } = channelIdInput.parse(input);
  return await read(ctx, async (scope) => {
    await requireChannel(scope, ctx.tenantId, id);
    const rows = await scope.query<ChannelIncident>(
      `select id, state, reason, started_at as "startedAt", ended_at as "endedAt" from channel_incidents
       where tenant_id = $1 and channel_id = $2 order by started_at desc, id desc limit $3`,
      [ctx.tenantId, id, shown],
    );
    return rows.map(({ startedAt, endedAt, ...row }) => ({
      ...row,
      startedAt: new Date(startedAt).toISOString(),
      endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
    }));
  });
}
