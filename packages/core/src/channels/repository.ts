import type { Scope } from '@tiktickets/db';
import type { AlertKind, ChannelState, ChannelView } from '../contracts/index.ts';
import { notFound } from '../kernel/index.ts';
import { presentChannel } from './present.ts';
import type { Desired } from './rules.ts';

export interface ChannelRow {
  id: string;
  rev: number;
  name: string;
  color: string;
  kind: 'whatsapp';
  shard: number;
  desired: Desired;
  state: ChannelState;
  reason: string | null;
  qr: string | null;
  pairing_phone: string | null;
  pairing_code: string | null;
  phone: string | null;
  profile_name: string | null;
  state_changed_at: string;
  complete_until: string | null;
  archived_at: string | null;
  history_percent: number | null;
  gap_messages: number | null;
  gap_since: string | null;
  gap_until: string | null;
  restriction: string | null;
  restricted_until: string | null;
  reopen_window_s: number;
  takes_groups: boolean;
  history_days: number;
  read_receipts: boolean;
  call_policy: 'ignore' | 'reject';
  call_text: string | null;
  rate_ms: number;
  burst_ms: number;
  proxy_label: string | null;
  last_inbound_at: string | null;
  last_outbound_at: string | null;
  ingest_lag_ms: number | null;
  health_at: string | null;
  reconnects: number;
  undecryptable: number;
  refused: number;
  alerts: { kind: AlertKind; since: string }[];
  queue_id: string | null;
  queue_name: string | null;
  queue_color: string | null;
}

const selectChannels = `
  select c.id, c.rev, c.name, c.color, c.kind, c.shard, c.desired, c.state, c.reason, c.qr, c.pairing_phone, c.pairing_code,
         c.phone, c.profile_name, c.state_changed_at, c.complete_until, c.archived_at, c.history_percent, c.gap_messages, c.gap_since, c.gap_until,
         case when c.restricted_until is null or c.restricted_until > now() then c.restriction end as restriction,
         c.restricted_until, c.reopen_window_s, c.takes_groups, c.history_days, c.read_receipts, c.call_policy, c.call_text,
         c.rate_ms, c.burst_ms, c.proxy_label, h.last_inbound_at, h.last_outbound_at, h.ingest_lag_ms, h.updated_at as health_at,
         hours.reconnects, hours.undecryptable, hours.refused, alerts.alerts,
         q.id as queue_id, q.name as queue_name, q.color as queue_color
  from channels c left join queues q on q.tenant_id = c.tenant_id and q.id = c.queue_id
  left join channel_health h on h.tenant_id = c.tenant_id and h.channel_id = c.id
  cross join lateral (
    select coalesce(sum(reconnects), 0)::int as reconnects, coalesce(sum(undecryptable), 0)::int as undecryptable,
           coalesce(sum(refused), 0)::int as refused
    from channel_hours o where o.tenant_id = c.tenant_id and o.channel_id = c.id and o.hour > now() - interval '24 hours'
  ) hours
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'since', opened_at) order by opened_at, kind), '[]') as alerts
    from channel_alerts a where a.tenant_id = c.tenant_id and a.channel_id = c.id and a.closed_at is null
  ) alerts`;

export const allChannels = (scope: Scope, tenantId: string): Promise<ChannelRow[]> =>
  scope.query<ChannelRow>(
    `${selectChannels} where c.tenant_id = $1 and c.archived_at is null order by c.created_at, c.id`,
    [tenantId],
  );

export const channelsById = (scope: Scope, tenantId: string, ids: readonly string[]): Promise<ChannelRow[]> =>
  scope.query<ChannelRow>(`${selectChannels} where c.tenant_id = $1 and c.id = any($2::uuid[])`, [tenantId, [...ids]]);

/** One that is in use. @throws {AppError} `not-found` */
export async function requireChannel(scope: Scope, tenantId: string, id: string): Promise<ChannelRow> {
  const [row] = await channelsById(scope, tenantId, [id]);
  if (!row || row.archived_at !== null) throw notFound('channel');
  return row;
}

/** Views of changed channels, for the live feed. */
export const channelViews = async (scope: Scope, tenantId: string, ids: readonly string[]): Promise<ChannelView[]> =>
  (await channelsById(scope, tenantId, ids)).map(presentChannel);
