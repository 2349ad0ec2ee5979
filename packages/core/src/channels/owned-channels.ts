import { withPlatform } from '@tiktickets/db';
import type { Kernel } from '../kernel/index.ts';
import type { Desired } from './rules.ts';

export interface OwnedChannel {
  tenantId: string;
  channelId: string;
  shard: number;
  desired: Desired;
  /** Its stored state speaks of a session; of a channel that nobody runs, that is what a crash left behind. */
  isLive: boolean;
  /** Grows when a running session has to connect anew. */
  connectionRev: number;
  /** A number that waits for a code to be typed on its phone. */
  pairingPhone: string | null;
  /** Rows to send or read receipts to give. */
  outboundDue: boolean;
  /** Journaled entries that are not ingested yet; those that failed too often wait for a person. */
  inboundDue: boolean;
}

/** The channels that the owner of these shards has to run, and which of their lanes have work. */
export function ownedChannels(kernel: Kernel, { shards }: { shards: readonly number[] }): Promise<OwnedChannel[]> {
  if (shards.length === 0) return Promise.resolve([]);
  return withPlatform({ database: kernel.database, read: true }, (scope) =>
    scope.query<OwnedChannel>(
      `select c.tenant_id as "tenantId", c.id as "channelId", c.shard, c.desired,
         c.connection_rev as "connectionRev", case when c.pairing_code is null then c.pairing_phone end as "pairingPhone",
         c.state in ('connecting', 'qr', 'pairing', 'connected', 'reconnecting') as "isLive",
         exists (select from messages m where m.tenant_id = c.tenant_id and m.channel_id = c.id
                   and m.state in ('queued', 'sending') and (m.next_at is null or m.next_at <= now()))
         or exists (select from messages m where m.tenant_id = c.tenant_id and m.channel_id = c.id
                   and m.read_receipt = 'due') as "outboundDue",
         exists (select from inbound_journal j where j.tenant_id = c.tenant_id and j.channel_id = c.id
                   and j.ingested_at is null and j.attempts < 5) as "inboundDue"
       from channels c join tenants t on t.id = c.tenant_id and t.status = 'active'
       where c.shard = any($1::smallint[])
         and (c.desired <> 'off' or c.state in ('connecting', 'qr', 'pairing', 'connected', 'reconnecting')
              or exists (select from inbound_journal j where j.tenant_id = c.tenant_id and j.channel_id = c.id and j.ingested_at is null and j.attempts < 5))`,
      [[...shards]],
    ),
  );
}
