import { coldSql, noteSignal, signalOf } from '../channels/index.ts';
import { type Context, type WriteScope, write } from '../kernel/index.ts';
import { statesBefore } from '../messages/rules.ts';
import { coldFailureOf, sendFailureOf } from './failures.ts';
import { maxAttempts } from './rules.ts';

interface Row {
  id: string;
  ticket_id: string;
  target_id: string | null;
  attempts: number;
  is_group: boolean;
  is_cold: boolean;
}

/**
 * The provider's server took a message and then refused it. A first message to a new person that is refused because the
 * number is restricted waits for the end of that; everything else has failed, for a reason of the catalogue.
 * @param refusal `code`: the server's number, e.g. `463`
 * @returns how many messages changed
 */
export function refuseMessage(
  ctx: Context,
  refusal: { channelId: string; remoteId: string; code: string },
): Promise<number> {
  const { channelId, remoteId, code } = refusal;
  return write(ctx, async (scope) => {
    const rows = await scope.query<Row>(
      `select m.id, m.ticket_id, m.target_id, m.attempts, m.remote_chat like '%@g.us' as is_group, ${coldSql} as is_cold
       from messages m where m.channel_id = $1::uuid and m.remote_id = $2 and m.direction = 'out' and m.state = any($3::text[])
       for no key update`,
      [channelId, remoteId, statesBefore('failed')],
    );
    const kind = signalOf(code);
    const atMs = ctx.kernel.clock.now();
    for (const row of rows) {
      const failure = sendFailureOf(code, { isGroup: row.is_group });
      const waits = kind !== null && row.is_cold && row.attempts < maxAttempts;
      await settle(scope, row, { state: waits ? 'queued' : 'failed', failure: waits ? null : failure });
      if (kind) await noteSignal(ctx, scope, { channelId, signal: { kind, code: `refused_${code}`, atMs } });
      else if (row.is_cold && coldFailureOf(failure))
        await noteSignal(ctx, scope, { channelId, signal: { kind: 'cold_failure', code: `refused_${code}`, atMs } });
    }
    return rows.length;
  });
}

async function settle(
  scope: WriteScope,
  { id, ticket_id, target_id }: Row,
  { state, failure }: { state: 'queued' | 'failed'; failure: string | null },
): Promise<void> {
  await scope.query(
    `with changed as (
       update messages set state = $2, failure = $3, next_at = null, state_at = now(), rev = rev + 1 where id = $1::uuid
       returning id, ticket_id, target_id
     ), target as (
       update messages t set rev = t.rev + 1 from changed c where t.id = c.target_id
     )
     update tickets t set last_state = $2, rev = t.rev + 1 from changed c where t.id = c.ticket_id and t.last_message_id = c.id`,
    [id, state, failure],
  );
  scope.event({ type: 'ticket', entityId: ticket_id, messageIds: [target_id ?? id] });
}
