import { type Context, write } from '../kernel/index.ts';
import { type Fence, fenceParameters, fenceSql, heldSql, requireHeld } from './fence.ts';

/** What happened to a number since the last report. */
export interface HealthTally {
  inbound: number;
  outbound: number;
  undecryptable: number;
  refused: number;
  lastInboundAtMs: number | null;
  lastOutboundAtMs: number | null;
}

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** Adds to the health of a number. Its owner gathers for seconds, so that this costs little. @throws {Fenced} */
export async function reportHealth(
  ctx: Context,
  { channelId, fence, tally }: { channelId: string; fence: Fence; tally: HealthTally },
): Promise<void> {
  await write(ctx, async (scope) => {
    const rows = await scope.query<{ held: number }>(
      `with ${fenceSql}, health as (
         insert into channel_health (tenant_id, channel_id, last_inbound_at, last_outbound_at, ingest_lag_ms)
         select $4, $5, $6::timestamptz, $7::timestamptz,
           (select coalesce(extract(epoch from now() - min(received_at)) * 1000, 0)::int from inbound_journal
             where tenant_id = $4 and channel_id = $5 and ingested_at is null and attempts < 5)
         where exists (select from fence)
         on conflict (tenant_id, channel_id) do update set
           last_inbound_at = greatest(channel_health.last_inbound_at, excluded.last_inbound_at),
           last_outbound_at = greatest(channel_health.last_outbound_at, excluded.last_outbound_at),
           ingest_lag_ms = excluded.ingest_lag_ms, updated_at = now()
       ), hours as (
         insert into channel_hours (tenant_id, channel_id, hour, inbound, outbound, undecryptable, refused)
         select $4, $5, date_trunc('hour', now()), $8, $9, $10, $11 where exists (select from fence)
         on conflict (tenant_id, channel_id, hour) do update set
           inbound = channel_hours.inbound + excluded.inbound, outbound = channel_hours.outbound + excluded.outbound,
           undecryptable = channel_hours.undecryptable + excluded.undecryptable,
           refused = channel_hours.refused + excluded.refused
       ) select ${heldSql}`,
      [
        ...fenceParameters(fence),
        ctx.tenantId,
        channelId,
        instant(tally.lastInboundAtMs),
        instant(tally.lastOutboundAtMs),
        tally.inbound,
        tally.outbound,
        tally.undecryptable,
        tally.refused,
      ],
    );
    requireHeld(rows);
    scope.event({ type: 'channel', entityId: channelId });
  });
}
