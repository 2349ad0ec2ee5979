import { newId } from '@tiktickets/db';
import { type Context, type WriteScope, write } from '../kernel/index.ts';
import { type Fence, fenceParameters, fenceSql, heldSql, requireHeld } from './fence.ts';
import { changeOf, isIncident, type PhaseReport } from './rules.ts';
import { syncAlerts } from './sync-alerts.ts';

/** What the session of a channel has become. Only its owner may say so. @throws {Fenced} */
export async function reportPhase(
  ctx: Context,
  { channelId, fence, report }: { channelId: string; fence: Fence; report: PhaseReport },
): Promise<void> {
  const change = changeOf(report);
  await write(ctx, async (scope) => {
    const rows = await scope.query<{ held: number }>(
      `with ${fenceSql}, changed as (
         update channels set
           state = $6, reason = $7, qr = $8,
           pairing_phone = case when $6 in ('connecting', 'qr') then pairing_phone end,
           pairing_code = case when $6 = 'qr' then pairing_code end, desired = coalesce($9, desired), rev = rev + 1,
           phone = case when $10::boolean then null else coalesce($11, phone) end,
           lid = case when $10::boolean then null else coalesce($12, lid) end,
           profile_name = case when $10::boolean then null else coalesce($13, profile_name) end,
           state_changed_at = case when state = $6 then state_changed_at else now() end
         where tenant_id = $4 and id = $5 and exists (select from fence)
       ), released as (
         delete from channel_numbers where tenant_id = $4 and channel_id = $5 and $10::boolean and exists (select from fence)
       ) select ${heldSql}`,
      [
        ...fenceParameters(fence),
        ctx.tenantId,
        channelId,
        report.state,
        report.reason,
        change.qr,
        change.desired,
        change.forgetAccount,
        report.account?.phone ?? null,
        report.account?.lid ?? null,
        report.account?.name ?? null,
      ],
    );
    requireHeld(rows);
    await recordIncident(scope, { tenantId: ctx.tenantId, channelId, report });
    await syncAlerts(scope, ctx.tenantId, channelId);
    scope.event({ type: 'channel', entityId: channelId });
  });
}

/** Everything that customers wrote up to `atMs` has arrived. @throws {Fenced} */
export async function reportCaughtUp(
  ctx: Context,
  { channelId, fence, atMs }: { channelId: string; fence: Fence; atMs: number },
): Promise<void> {
  await write(ctx, async (scope) => {
    const rows = await scope.query<{ held: number }>(
      `with ${fenceSql}, changed as (
         update channels set complete_until = greatest(complete_until, $6::timestamptz), rev = rev + 1
         where tenant_id = $4 and id = $5 and exists (select from fence)
       ) select ${heldSql}`,
      [...fenceParameters(fence), ctx.tenantId, channelId, new Date(atMs).toISOString()],
    );
    requireHeld(rows);
    scope.event({ type: 'channel', entityId: channelId });
  });
}

/** The device was unlinked as asked: the channel rests. A person who asked for something else meanwhile keeps it. @throws {Fenced} */
export async function reportLoggedOut(
  ctx: Context,
  { channelId, fence }: { channelId: string; fence: Fence },
): Promise<void> {
  const rows = await write(ctx, (scope) =>
    scope.query<{ held: number }>(
      `with ${fenceSql}, changed as (
         update channels set desired = 'off' where tenant_id = $4 and id = $5 and desired = 'logout' and exists (select from fence)
       ) select ${heldSql}`,
      [...fenceParameters(fence), ctx.tenantId, channelId],
    ),
  );
  requireHeld(rows);
}

/** One incident lasts from the loss of the line until it is back, or until a person lets the channel rest. */
async function recordIncident(
  scope: WriteScope,
  { tenantId, channelId, report }: { tenantId: string; channelId: string; report: PhaseReport },
): Promise<void> {
  if (isIncident(report)) {
    await scope.query(
      `insert into channel_incidents (tenant_id, id, channel_id, state, reason) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, channel_id) where ended_at is null do update set state = excluded.state, reason = excluded.reason`,
      [tenantId, newId(), channelId, report.state, report.reason],
    );
  } else if (['connected', 'disconnected', 'qr', 'logged_out'].includes(report.state)) {
    await scope.query(
      `with ended as (
         update channel_incidents set ended_at = now() where tenant_id = $1 and channel_id = $2 and ended_at is null returning 1
       )
       insert into channel_hours (tenant_id, channel_id, hour, reconnects)
       select $1, $2, date_trunc('hour', now()), 1 from ended where $3
       on conflict (tenant_id, channel_id, hour) do update set reconnects = channel_hours.reconnects + 1`,
      [tenantId, channelId, report.state === 'connected'],
    );
  }
}
