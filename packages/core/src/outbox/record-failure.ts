import { type Fence, fenceParameters, fenceSql, heldSql, requireHeld } from '../channels/fence.ts';
import { noteSignal, signalOf } from '../channels/index.ts';
import { type Context, write } from '../kernel/index.ts';
import type { ClaimedMessage } from './claim-next.ts';
import { coldFailureOf } from './failures.ts';
import { type Outcome, outcomeOf, type SendFailure } from './rules.ts';

/**
 * A try that did not work: back to the queue, later, or given up. A row that the server acknowledged meanwhile is left alone.
 * What it says of the number's standing is noted with it.
 * Success needs no record: the server's own acknowledgement makes the row `sent`.
 * @throws {Fenced}
 */
export async function recordFailure(
  ctx: Context,
  { fence, message, failure }: { fence: Fence; message: Failed; failure: SendFailure },
): Promise<Outcome> {
  const outcome = outcomeOf(failure, message.attempts);
  await write(ctx, async (scope) => {
    const row = requireHeld(
      await scope.query<{ held: number; channel_id: string | null; target_id: string | null }>(recordSql, [
        ...fenceParameters(fence),
        ctx.tenantId,
        message.id,
        outcome.state,
        outcome.attempts,
        outcome.retryInMs,
        outcome.failure,
      ]),
    );
    if (row.channel_id === null) return;
    scope.event({ type: 'ticket', entityId: message.ticketId, messageIds: [row.target_id ?? message.id] });
    const kind = signalOf(failure.code);
    const atMs = ctx.kernel.clock.now();
    const { channel_id: channelId } = row;
    if (kind) await noteSignal(ctx, scope, { channelId, signal: { kind, code: failure.code, atMs } });
    else if (message.isCold && outcome.failure && coldFailureOf(outcome.failure))
      await noteSignal(ctx, scope, { channelId, signal: { kind: 'cold_failure', code: failure.code, atMs } });
  });
  return outcome;
}

type Failed = Pick<ClaimedMessage, 'id' | 'ticketId' | 'attempts' | 'isCold'>;

const recordSql = `
with ${fenceSql}, changed as (
  update messages set state = $6, attempts = $7, next_at = now() + $8::int * interval '1 millisecond', failure = $9, state_at = now(), rev = rev + 1
  where tenant_id = $4 and id = $5 and state = 'sending' and epoch = $3 and exists (select from fence)
  returning id, ticket_id, channel_id, target_id
), shown as (
  update tickets t set last_state = $6, rev = t.rev + 1 from changed c
  where t.tenant_id = $4 and t.id = c.ticket_id and t.last_message_id = c.id
), target as (
  update messages t set rev = t.rev + 1 from changed c where t.tenant_id = $4 and t.id = c.target_id
)
select ${heldSql}, c.channel_id, c.target_id from (select) as one left join changed c on true`;
