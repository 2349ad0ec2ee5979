import { withPlatform } from '@tiktickets/db';
import type { Kernel } from '../kernel/index.ts';

export interface ChannelGauge {
  channelId: string;
  tenantId: string;
  isUp: boolean;
  /** Seconds; null before the first message. */
  sinceInboundS: number | null;
  sinceOutboundS: number | null;
  reconnects: number;
  undecryptable: number;
  refused: number;
  ingestLagS: number;
  openAlerts: number;
}

/** How every number in use is doing, without a name or a phone. A platform entry point. */
export async function channelGauges(kernel: Pick<Kernel, 'database'>): Promise<ChannelGauge[]> {
  return await withPlatform({ database: kernel.database, read: true }, (scope) =>
    scope.query<ChannelGauge>(
      `select c.id as "channelId", c.tenant_id as "tenantId", c.state = 'connected' as "isUp",
         extract(epoch from now() - h.last_inbound_at)::float8 as "sinceInboundS",
         extract(epoch from now() - h.last_outbound_at)::float8 as "sinceOutboundS",
         coalesce(h.ingest_lag_ms, 0)::float8 / 1000 as "ingestLagS",
         coalesce(o.reconnects, 0)::int as reconnects, coalesce(o.undecryptable, 0)::int as undecryptable,
         coalesce(o.refused, 0)::int as refused,
         (select count(*)::int from channel_alerts a
           where a.tenant_id = c.tenant_id and a.channel_id = c.id and a.closed_at is null) as "openAlerts"
       from channels c
       left join channel_health h on h.tenant_id = c.tenant_id and h.channel_id = c.id
       left join lateral (
         select sum(reconnects) as reconnects, sum(undecryptable) as undecryptable, sum(refused) as refused
         from channel_hours n where n.tenant_id = c.tenant_id and n.channel_id = c.id and n.hour > now() - interval '24 hours'
       ) o on true
       where c.archived_at is null`,
    ),
  );
}
