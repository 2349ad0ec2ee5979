import type { DeliveryState } from '../contracts/index.ts';
import { type Context, type WriteScope, write } from '../kernel/index.ts';
import { type AcknowledgedChange, applyChanges } from './apply-changes.ts';
import { statesBefore } from './rules.ts';

interface Moved extends AcknowledgedChange {
  id: string;
  ticket_id: string;
}

/**
 * What the provider says of messages that we sent. Unknown ids and steps backwards change nothing. An edit, a deletion
 * or a reaction takes hold here once the provider's server has it. @returns how many moved
 */
export function applyReceipt(
  ctx: Context,
  receipt: { channelId: string; remoteIds: readonly string[]; state: 'sent' | 'delivered' | 'read' | 'played' },
): Promise<number> {
  return write(ctx, async (scope) => {
    const moved = await advance(scope, receipt);
    const changes = moved.filter((row) => row.target_id !== null && !row.was_accepted);
    if (changes.length > 0) await applyChanges(scope, receipt.channelId, changes);
    for (const [ticketId, rows] of Map.groupBy(moved, (row) => row.ticket_id)) {
      scope.event({ type: 'ticket', entityId: ticketId, messageIds: rows.map((row) => row.target_id ?? row.id) });
    }
    return moved.length;
  });
}

function advance(
  scope: WriteScope,
  { channelId, remoteIds, state }: { channelId: string; remoteIds: readonly string[]; state: DeliveryState },
): Promise<Moved[]> {
  // A message that was given up on and discarded is back as soon as the customer's phone confirms it.
  return scope.query<Moved>(
    `with before as (
       select id, state in ('sent', 'delivered', 'read') as was_accepted from messages
       where channel_id = $1::uuid and remote_id = any($2::text[]) and direction = 'out' and state = any($4::text[]) for no key update
     ), moved as (
       update messages m set state = $3, failure = null, next_at = null, discarded_at = null, state_at = now(), rev = m.rev + 1
       from before b where m.id = b.id
       returning m.id, m.ticket_id, m.target_id, m.kind, m.body, m.sent_at, b.was_accepted
     ), shown as (
       update tickets t set last_state = $3, rev = t.rev + 1 from moved where t.id = moved.ticket_id and t.last_message_id = moved.id
     ), targets as (
       update messages t set rev = t.rev + 1 from moved where t.id = moved.target_id and not moved.was_accepted
     )
     select id, ticket_id, target_id, kind, body, sent_at, was_accepted from moved`,
    [channelId, [...remoteIds], state, statesBefore(state)],
  );
}
