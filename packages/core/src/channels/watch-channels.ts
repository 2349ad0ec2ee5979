import { withPlatform } from '@tiktickets/db';
import { type Kernel, systemContext, write } from '../kernel/index.ts';
import { type AlertRow, alertChanges, selectAlertFacts, syncAlerts } from './sync-alerts.ts';

/**
 * Opens and closes the alerts that time alone brings about. A platform entry point; what differs is changed inside its
 * company. @returns the number of channels whose alerts changed
 */
export async function watchChannels(kernel: Kernel, signal?: AbortSignal): Promise<number> {
  const rows = await withPlatform({ database: kernel.database, read: true }, (scope) =>
    scope.query<AlertRow>(
      `${selectAlertFacts} where c.archived_at is null
         or exists (select from channel_alerts a where a.tenant_id = c.tenant_id and a.channel_id = c.id and a.closed_at is null)`,
    ),
  );
  const changed = rows.filter((row) => {
    const { opened, closed } = alertChanges(row);
    return opened.length + closed.length > 0;
  });
  for (const { tenantId, channelId } of changed) {
    signal?.throwIfAborted();
    await write(systemContext(kernel, tenantId, 'watch-channels'), (scope) => syncAlerts(scope, tenantId, channelId));
  }
  return changed.length;
}

/** Drops what nobody looks at any more. A platform entry point. @returns the number of rows */
export async function sweepHealth(kernel: Kernel): Promise<number> {
  return await withPlatform({ database: kernel.database }, async (scope) => {
    const gone = await Promise.all([
      scope.query(`delete from channel_hours where hour < now() - interval '8 days' returning 1`),
      scope.query(`delete from channel_incidents where ended_at < now() - interval '30 days' returning 1`),
      scope.query(`delete from channel_alerts where closed_at < now() - interval '30 days' returning 1`),
    ]);
    return gone.reduce((sum, rows) => sum + rows.length, 0);
  });
}
