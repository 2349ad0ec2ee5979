import { newId, type Scope } from '@tiktickets/db';
import type { AlertKind, ChannelState } from '../contracts/index.ts';
import type { WriteScope } from '../kernel/index.ts';
import { alertsOf } from './alert-rules.ts';
import type { Desired } from './rules.ts';

export interface AlertRow {
  tenantId: string;
  channelId: string;
  state: ChannelState;
  reason: string | null;
  desired: Desired;
  isArchived: boolean;
  downSince: string | null;
  isRestricted: boolean;
  undecryptable: number;
  ingestLagMs: number;
  openKinds: AlertKind[];
  nowMs: number;
}

/** Facts of channels, with their open alerts. The lag is measured here: an owner that hangs does not tell it. */
export const selectAlertFacts = `
  select c.tenant_id as "tenantId", c.id as "channelId", c.state, c.reason, c.desired, c.archived_at is not null as "isArchived",
    (select i.started_at from channel_incidents i
      where i.tenant_id = c.tenant_id and i.channel_id = c.id and i.ended_at is null) as "downSince",
    c.restriction is not null and coalesce(c.restricted_until > now(), true) as "isRestricted",
    (select coalesce(sum(o.undecryptable), 0)::int from channel_hours o
      where o.tenant_id = c.tenant_id and o.channel_id = c.id and o.hour >= date_trunc('hour', now() - interval '1 hour')) as undecryptable,
    (select coalesce(extract(epoch from now() - min(j.received_at)) * 1000, 0)::int from inbound_journal j
      where j.tenant_id = c.tenant_id and j.channel_id = c.id and j.ingested_at is null and j.attempts < 5) as "ingestLagMs",
    array(select a.kind from channel_alerts a
      where a.tenant_id = c.tenant_id and a.channel_id = c.id and a.closed_at is null) as "openKinds",
    extract(epoch from now())::float8 * 1000 as "nowMs"
  from channels c`;

/** Which alerts begin and which are over. */
export function alertChanges(row: AlertRow): { opened: AlertKind[]; closed: AlertKind[] } {
  const downSinceMs = row.downSince === null ? null : Date.parse(row.downSince);
  const kinds = alertsOf({ ...row, downSinceMs }, row.nowMs);
  return {
    opened: kinds.filter((kind) => !row.openKinds.includes(kind)),
    closed: row.openKinds.filter((kind) => !kinds.includes(kind)),
  };
}

export const alertFacts = (scope: Scope, tenantId: string, channelId: string): Promise<AlertRow[]> =>
  scope.query<AlertRow>(`${selectAlertFacts} where c.tenant_id = $1 and c.id = $2`, [tenantId, channelId]);

/** Opens and closes a channel's alerts by rule. Two at once do no harm: one of a kind can be open. */
export async function syncAlerts(scope: WriteScope, tenantId: string, channelId: string): Promise<void> {
  const [row] = await alertFacts(scope, tenantId, channelId);
  if (!row) return;
  const { opened, closed } = alertChanges(row);
  if (opened.length + closed.length === 0) return;
  await scope.query(
    `insert into channel_alerts (tenant_id, id, channel_id, kind)
     select $1, id, $2, kind from unnest($3::uuid[], $4::text[]) as n (id, kind)
     on conflict (tenant_id, channel_id, kind) where closed_at is null do nothing`,
    [tenantId, channelId, opened.map(() => newId()), opened],
  );
  await scope.query(
    `update channel_alerts set closed_at = now()
     where tenant_id = $1 and channel_id = $2 and closed_at is null and kind = any($3::text[])`,
    [tenantId, channelId, closed],
  );
  await scope.query('update channels set rev = rev + 1 where tenant_id = $1 and id = $2', [tenantId, channelId]);
  scope.event({ type: 'channel', entityId: channelId });
}
