import type { PersonReference } from '@tiktickets/wbot/contract';
import { type Context, write } from '../kernel/index.ts';

/**
 * Somebody read a conversation on the phone: up to the newest of these messages nothing is unread here either, and the
 * customer has been told already.
 */
export async function recordReadElsewhere(
  ctx: Context,
  input: { channelId: string; remoteChat: string; person: PersonReference; remoteIds: readonly string[] },
): Promise<void> {
  await write(ctx, async (scope) => {
    const tickets = await scope.query<{ id: string }>(
      `with last as (
         select ticket_id, (array_agg(id order by id desc))[1] as id from messages
         where channel_id = $1::uuid and remote_id = any($2::text[]) and direction = 'in' group by ticket_id
       ), told as (
         update messages m set read_receipt = 'sent' from last
         where m.ticket_id = last.ticket_id and m.id <= last.id and m.direction = 'in'
           and (m.read_receipt is null or m.read_receipt = 'due')
       ), newer as (
         select last.ticket_id, (select count(*) from messages m where m.ticket_id = last.ticket_id and m.id > last.id
                                   and m.direction = 'in' and m.read_receipt is null)::int as unread from last
       )
       update tickets t set unread_count = n.unread, rev = t.rev + 1 from newer n
       where t.id = n.ticket_id and t.unread_count > n.unread returning t.id`,
      [input.channelId, [...input.remoteIds]],
    );
    for (const { id } of tickets) scope.event({ type: 'ticket', entityId: id });
  });
}
