import { type Context, type WriteScope, write } from '../kernel/index.ts';
import {
  afterSignal,
  isRestricted,
  type Restriction,
  type RestrictionKind,
  type RestrictionSignal,
  signalOf,
} from './restriction-rules.ts';

interface Row {
  restriction: RestrictionKind | null;
  until_ms: number | null;
  since_ms: number | null;
  restriction_source: string | null;
  restriction_strikes: number;
  cold_failures: number;
  cold_since_ms: number | null;
}

const fromRow = (row: Row): Restriction => ({
  kind: row.restriction,
  untilMs: row.until_ms,
  sinceMs: row.since_ms,
  source: row.restriction_source,
  strikes: row.restriction_strikes,
  coldFailures: row.cold_failures,
  coldFailuresSinceMs: row.cold_since_ms,
});

const instant = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** A person that never wrote to us, and no group: over `messages m`. What goes there is held while the number is restricted. */
export const coldSql = `(m.remote_chat not like '%@g.us' and not exists (
  select from messages i where i.tenant_id = m.tenant_id and i.ticket_id = m.ticket_id and i.direction = 'in'))`;

/** Takes a signal of the number's standing into its state, inside the caller's transaction. */
export async function noteSignal(
  ctx: Context,
  scope: WriteScope,
  { channelId, signal }: { channelId: string; signal: RestrictionSignal },
): Promise<void> {
  await change(ctx, scope, { channelId, next: (before) => afterSignal(before, signal) });
}

/** The provider says by itself what holds for the number. @param report `untilMs` null: nothing any more */
export async function reportRestriction(
  ctx: Context,
  { channelId, report }: { channelId: string; report: { code: string; untilMs: number | null } },
): Promise<void> {
  const atMs = ctx.kernel.clock.now();
  const { code, untilMs } = report;
  await write(ctx, (scope) =>
    change(ctx, scope, {
      channelId,
      next: (before) => {
        if (untilMs !== null) return afterSignal(before, { kind: 'new_chats', code, atMs, untilMs });
        // Only what the provider set can be lifted by it; our own caution about a failing number stays.
        return before.kind === 'new_chats' && isRestricted(before, atMs) ? { ...before, untilMs: atMs } : before;
      },
    }),
  );
}

/** An end of the connection that speaks of the number's standing, such as a warning before a ban. Others change nothing. */
export async function reportSignal(
  ctx: Context,
  { channelId, code }: { channelId: string; code: string },
): Promise<void> {
  const kind = signalOf(code);
  if (!kind) return;
  const signal = { kind, code, atMs: ctx.kernel.clock.now() };
  await write(ctx, (scope) => noteSignal(ctx, scope, { channelId, signal }));
}

async function change(
  ctx: Context,
  scope: WriteScope,
  { channelId, next }: { channelId: string; next: (before: Restriction) => Restriction },
): Promise<void> {
  const [row] = await scope.query<Row>(
    `select restriction, restriction_source, restriction_strikes, cold_failures,
            (extract(epoch from restricted_until) * 1000)::float8 as until_ms,
            (extract(epoch from restricted_at) * 1000)::float8 as since_ms,
            (extract(epoch from cold_failures_at) * 1000)::float8 as cold_since_ms
     from channels where id = $1::uuid for no key update`,
    [channelId],
  );
  if (!row) return;
  const before = fromRow(row);
  const after = next(before);
  if (after === before) return;
  await scope.query(
    `update channels set restriction = $2, restricted_until = $3::timestamptz, restricted_at = $4::timestamptz, restriction_source = $5,
            restriction_strikes = $6, cold_failures = $7, cold_failures_at = $8::timestamptz, rev = rev + 1 where id = $1::uuid`,
    [
      channelId,
      after.kind,
      instant(after.untilMs),
      instant(after.sinceMs),
      after.source,
      after.strikes,
      after.coldFailures,
      instant(after.coldFailuresSinceMs),
    ],
  );
  scope.event({ type: 'channel', entityId: channelId });
  if (after.untilMs === before.untilMs) return;
  scope.audit({
    action: 'channel.restricted',
    entityId: channelId,
    before: { kind: before.kind, untilMs: before.untilMs },
    after: { kind: after.kind, untilMs: after.untilMs, source: after.source },
  });
  await showHeld(ctx, scope, channelId);
}

/** Whoever looks at a message that waits for the number sees why, and until when. */
async function showHeld(ctx: Context, scope: WriteScope, channelId: string): Promise<void> {
  const held = await scope.query<{ id: string; ticket_id: string }>(
    `update messages m set rev = m.rev + 1
     where m.channel_id = $1::uuid and m.state = 'queued' and m.target_id is null and ${coldSql} returning m.id, m.ticket_id`,
    [channelId],
  );
  for (const [ticketId, rows] of Map.groupBy(held, (row) => row.ticket_id)) {
    scope.event({ type: 'ticket', entityId: ticketId, messageIds: rows.map((row) => row.id) });
  }
  scope.wake('lane', `${ctx.tenantId}:${channelId}`);
}
