import type { DeliveryState } from '../contracts/index.ts';
import type { WriteScope } from '../kernel/index.ts';
import { statesBefore } from '../messages/rules.ts';
import { groupDelivery, type MemberState } from './rules.ts';

interface Row {
  id: string;
  members: number;
  states: MemberState[] | null;
}

/** Old messages are not looked at again when somebody leaves. */
const lookedAtAgain = 200;

/**
 * Brings messages of a group to where all of its members have them, never back. `messageIds: null`: those that are
 * still on their way. Whoever joined later, and our own number, does not count.
 */
export async function settleInGroup(
  scope: WriteScope,
  { ticketId, messageIds }: { ticketId: string; messageIds: readonly string[] | null },
): Promise<void> {
  const rows = await scope.query<Row>(reachedSql, [ticketId, messageIds && [...messageIds], lookedAtAgain]);
  const reached = Map.groupBy(rows, (row) =>
    groupDelivery([...(row.states ?? []), ...Array<null>(row.members - (row.states?.length ?? 0)).fill(null)]),
  );
  for (const [state, group] of reached) {
    await moveTo(scope, { ticketId, state, ids: group.map((row) => row.id) });
  }
}

async function moveTo(
  scope: WriteScope,
  { ticketId, state, ids }: { ticketId: string; state: DeliveryState; ids: readonly string[] },
): Promise<void> {
  const moved = await scope.query<{ id: string }>(
    `with moved as (
       update messages set state = $3, failure = null, next_at = null, discarded_at = null, state_at = now(), rev = rev + 1
       where id = any($2::uuid[]) and state = any($4::text[]) returning id
     ), shown as (
       update tickets t set last_state = $3, rev = t.rev + 1 from moved where t.id = $1::uuid and t.last_message_id = moved.id
     )
     select id from moved`,
    [ticketId, [...ids], state, statesBefore(state)],
  );
  if (moved.length > 0) scope.event({ type: 'ticket', entityId: ticketId, messageIds: moved.map((row) => row.id) });
}

const reachedSql = `
  select m.id, w.members, w.states from (
    select * from messages m where m.ticket_id = $1::uuid and m.direction = 'out' and m.target_id is null
      and case when $2::uuid[] is null then m.state in ('sent', 'delivered') else m.id = any($2::uuid[]) end
    order by m.id desc limit $3
  ) m join channels ch on ch.id = m.channel_id, lateral (
    select count(*)::int as members, array_agg(r.state) filter (where r.state is not null) as states
    from group_members g left join lateral (
      select r.state from message_receipts r where r.message_id = m.id and r.member in (g.member, g.lid, g.phone)
      order by array_position(array['delivered', 'read', 'played'], r.state) desc limit 1
    ) r on true
    where g.channel_id = m.channel_id and g.remote_chat = m.remote_chat and g.since <= m.sent_at
      and not coalesce(g.lid = ch.lid or g.phone = ch.phone, false)
  ) w`;
