import { withPlatform } from '@tiktickets/db';
import type { Kernel } from '../context.ts';

/** Rows of one statement: each stays well under the statement timeout and holds its locks shortly. */
const batchSize = 5_000;

const statement = (kernel: Kernel, text: string): Promise<object[]> =>
  withPlatform({ database: kernel.database }, (scope) => scope.query(text));

/** Makes the feed log's coming days and drops what is older than 48 h. */
export const rollEventPartitions = async (kernel: Kernel): Promise<void> => {
  await statement(kernel, 'select roll_event_partitions()');
};

/** Repeats a bounded delete until it finds nothing, or the job's time is up: the next run goes on. */
async function deleteInBatches(kernel: Kernel, text: string, signal: AbortSignal): Promise<number> {
  let deleted = 0;
  for (;;) {
    const rows = await statement(kernel, text);
    deleted += rows.length;
    if (rows.length < batchSize || signal.aborted) return deleted;
  }
}

/** Forgets journal entries that were ingested and are older than 48 h; what failed stays for a person to see. */
export const sweepJournal = (kernel: Kernel, signal: AbortSignal): Promise<number> =>
  deleteInBatches(
    kernel,
    `delete from inbound_journal where (tenant_id, id) in (
       select tenant_id, id from inbound_journal
       where received_at < now() - interval '48 hours' and ingested_at is not null order by received_at limit ${batchSize}
     ) returning 1`,
    signal,
  );

/** Forgets signed-in browsers a day after they expired or were revoked. */
export const sweepSessions = (kernel: Kernel, signal: AbortSignal): Promise<number> =>
  deleteInBatches(
    kernel,
    `delete from sessions where (tenant_id, id) in (
       select tenant_id, id from sessions where least(expires_at, revoked_at) < now() - interval '1 day' limit ${batchSize}
     ) returning 1`,
    signal,
  );

/** Forgets counters of attempts whose time is over. */
export const sweepLimits = (kernel: Kernel, signal: AbortSignal): Promise<number> =>
  deleteInBatches(
    kernel,
    `delete from rate_limits where key in (
       select key from rate_limits where expire < extract(epoch from now()) * 1000 limit ${batchSize}
     ) returning 1`,
    signal,
  );

/** Wakes every company's feed: whoever has viewers looks once for what a crash kept from being announced. */
export async function announceEvents(kernel: Kernel): Promise<void> {
  const tenants = await withPlatform({ database: kernel.database, read: true }, (scope) =>
    scope.query<{ id: string }>(`select id from tenants where status = 'active'`),
  );
  for (const { id } of tenants) kernel.bus.publish('feed', id);
}

/** Wakes the lanes whose rows have waited for longer than a wake-up should take. */
export async function wakeLanes(kernel: Kernel): Promise<number> {
  const lanes = await withPlatform({ database: kernel.database, read: true }, (scope) =>
    scope.query<{ tenant_id: string; id: string }>(
      `select c.tenant_id, c.id from channels c
       where c.desired = 'on' and exists (
         select from messages m where m.tenant_id = c.tenant_id and m.channel_id = c.id and m.state in ('queued', 'sending')
           and coalesce(m.next_at, m.created_at) < now() - interval '10 seconds')`,
    ),
  );
  for (const lane of lanes) kernel.bus.publish('lane', `${lane.tenant_id}:${lane.id}`);
  return lanes.length;
}
