import { type Fence, fenceParameters, fenceSql, heldSql, requireHeld } from '../channels/fence.ts';
import { type Context, write } from '../kernel/index.ts';
import type { ClaimedMessage } from './claim-next.ts';
import { type Outcome, outcomeOf, type SendFailure } from './rules.ts';

/**
 * A try that did not work: back to the queue, later, or given up. A row that the server acknowledged meanwhile is left alone.
 * Success needs no record: the server's own acknowledgement makes the row `sent`.
 * @throws {Fenced}
 */
export async function recordFailure(
  ctx: Context,
  {
    fence,
    message,
    failure,
  }: { fence: Fence; message: Pick<ClaimedMessage, 'id' | 'ticketId' | 'attempts'>; failure: SendFailure },
): Promise<Outcome> {
  const outcome = outcomeOf(failure, message.attempts);
  await write(ctx, async (scope) => {
    const row = requireHeld(
      await scope.query<{ held: number; changed: number }>(
        `with ${fenceSql}, changed as (
           update messages set state = $6, attempts = $7, next_at = now() + $8::int * interval '1 millisecond', failure = $9, rev = rev + 1
           where tenant_id = $4 and id = $5 and state = 'sending' and epoch = $3 and exists (select from fence)
           returning id, ticket_id
         ), shown as (
           update tickets t set last_state = $6, rev = t.rev + 1 from changed c
           where t.tenant_id = $4 and t.id = c.ticket_id and t.last_message_id = c.id
         ) select ${heldSql}, (select count(*)::int from changed) as changed`,
        [
          ...fenceParameters(fence),
          ctx.tenantId,
          message.id,
          outcome.state,
          outcome.attempts,
          outcome.retryInMs,
          outcome.failure,
        ],
      ),
    );
    if (row.changed > 0) scope.event({ type: 'ticket', entityId: message.ticketId, messageIds: [message.id] });
  });
  return outcome;
}
