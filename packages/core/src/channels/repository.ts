import type { Scope } from '@tiktickets/db';
import type { ChannelState, ChannelView } from '../contracts/index.ts';
import { notFound } from '../kernel/index.ts';
import { presentChannel } from './present.ts';
import type { Desired } from './rules.ts';

export interface ChannelRow {
  id: string;
  rev: number;
  name: string;
  kind: 'whatsapp';
  shard: number;
  desired: Desired;
  state: ChannelState;
  reason: string | null;
  qr: string | null;
  phone: string | null;
  profile_name: string | null;
  state_changed_at: string;
  complete_until: string | null;
  history_percent: number | null;
  gap_messages: number | null;
  gap_since: string | null;
  gap_until: string | null;
  queue_id: string | null;
  queue_name: string | null;
  queue_color: string | null;
}

const selectChannels = `
  select c.id, c.rev, c.name, c.kind, c.shard, c.desired, c.state, c.reason, c.qr, c.phone, c.profile_name,
         c.state_changed_at, c.complete_until, c.history_percent, c.gap_messages, c.gap_since, c.gap_until, q.id as queue_id, q.name as queue_name, q.color as queue_color
  from channels c left join queues q on q.tenant_id = c.tenant_id and q.id = c.queue_id`;

export const allChannels = (scope: Scope, tenantId: string): Promise<ChannelRow[]> =>
  scope.query<ChannelRow>(`${selectChannels} where c.tenant_id = $1 order by c.created_at, c.id`, [tenantId]);

export const channelsById = (scope: Scope, tenantId: string, ids: readonly string[]): Promise<ChannelRow[]> =>
  scope.query<ChannelRow>(`${selectChannels} where c.tenant_id = $1 and c.id = any($2::uuid[])`, [tenantId, [...ids]]);

/** @throws {AppError} `not-found` */
export async function requireChannel(scope: Scope, tenantId: string, id: string): Promise<ChannelRow> {
  const [row] = await channelsById(scope, tenantId, [id]);
  if (!row) throw notFound('channel');
  return row;
}

/** Views of changed channels, for the live feed. */
export const channelViews = async (scope: Scope, tenantId: string, ids: readonly string[]): Promise<ChannelView[]> =>
  (await channelsById(scope, tenantId, ids)).map(presentChannel);
