import { type Context, write } from '../kernel/index.ts';
import { parseClientVersion } from '../platform/index.ts';
import { type Fence, fenceParameters, heldSql, liveFenceSql, requireHeld } from './fence.ts';
import { channelSecrets, proxyPlace } from './secrets.ts';

export interface ConnectionSettings {
  proxyUrl: string | null;
  version: readonly [number, number, number] | null;
}

/** What the next socket of a channel is opened with. Only its owner may open one. @throws {Fenced} */
export async function connectionSettings(
  ctx: Context,
  { channelId, fence }: { channelId: string; fence: Fence },
): Promise<ConnectionSettings> {
  const rows = await write(ctx, (scope) =>
    scope.query<{ held: number; proxy: Uint8Array | null; version: string | null }>(
      `with ${liveFenceSql}
       select ${heldSql}, (select proxy from channels where tenant_id = $4 and id = $5) as proxy,
         (select value from platform_settings where key = 'wa-version') as version`,
      [...fenceParameters(fence), ctx.tenantId, channelId],
    ),
  );
  const { proxy, version } = requireHeld(rows);
  return {
    proxyUrl: proxy && channelSecrets(ctx).open(proxyPlace(channelId), proxy),
    version: version === null ? null : parseClientVersion(version),
  };
}
