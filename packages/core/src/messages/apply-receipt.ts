import type { DeliveryState } from '../contracts/index.ts';
import { type Context, type WriteScope, write } from '../kernel/index.ts';
import { statesBefore } from './rules.ts';

/** Moves these outgoing messages to `state`, where that is forward. @returns how many moved */
async function advance(
  scope: WriteScope,
  {
    channelId,
    remoteIds,
    state,
    failure,
  }: { channelId: string; remoteIds: readonly string[]; state: DeliveryState; failure: string | null },
): Promise<number> {
  const moved = await scope.query<{ id: string; ticket_id: string }>(
    `with moved as (
       update messages set state = $3, failure = $5, next_at = null, rev = rev + 1
       where channel_id = $1::uuid and remote_id = any($2::text[]) and direction = 'out' and state = any($4::text[])
       returning id, ticket_id
     ), shown as (
       update tickets t set last_state = $3, rev = t.rev + 1 from moved where t.id = moved.ticket_id and t.last_message_id = moved.id
     )
     select id, ticket_id from moved`,
    [channelId, [...remoteIds], state, statesBefore(state), failure],
  );
  for (const [ticketId, rows] of Map.groupBy(moved, (row) => row.ticket_id)) {
    scope.event({ type: 'ticket', entityId: ticketId, messageIds: rows.map((row) => row.id) });
  }
  return moved.length;
}

/** What the provider says of messages that we sent. Unknown ids and steps backwards change nothing. */
export function applyReceipt(
  ctx: Context,
  receipt: { channelId: string; remoteIds: readonly string[]; state: 'sent' | 'delivered' | 'read' | 'played' },
): Promise<number> {
  return write(ctx, (scope) => advance(scope, { ...receipt, failure: null }));
}

/** The provider's server took a message and then refused it. `code` is stable and ends up beside the message. */
export function refuseMessage(
  ctx: Context,
  refusal: { channelId: string; remoteId: string; code: string },
): Promise<number> {
  const { channelId, remoteId, code } = refusal;
  return write(ctx, (scope) => advance(scope, { channelId, remoteIds: [remoteId], state: 'failed', failure: code }));
}
