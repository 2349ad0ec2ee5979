import type { Scope } from '@tiktickets/db';
import { isNotice } from './ingest-people.ts';
import type { Plan } from './ingest-plan.ts';

/** What is said in a room that somebody closed brings it back to its queue: rooms have no attendances and wait for nobody. */
export function openRooms(scope: Scope, { channelId, messages, tickets }: Plan): Promise<unknown> {
  const known = new Set(tickets.flatMap((ticket) => (ticket.isGroup && !ticket.isNew ? [ticket.id] : [])));
  const said = messages.filter(({ ticketId, arrival }) => known.has(ticketId) && !isNotice(arrival.inbound));
  if (said.length === 0) return Promise.resolve();
  return scope.query(
    `update tickets t set state = 'open', user_id = null, closed_at = null, queue_id = ch.queue_id, rev = t.rev + 1
     from channels ch, (
       select distinct w.ticket_id from unnest($2::uuid[], $3::text[], $4::text[]) as w (ticket_id, remote_id, remote_chat)
       where not exists (select from messages m where m.channel_id = $1::uuid and m.remote_id = w.remote_id and m.remote_chat = w.remote_chat)
     ) fresh
     where t.id = fresh.ticket_id and t.state = 'closed' and ch.id = t.channel_id`,
    [
      channelId,
      said.map((message) => message.ticketId),
      said.map(({ arrival }) => arrival.inbound.remoteId),
      said.map(({ arrival }) => arrival.inbound.remoteChat),
    ],
  );
}

/** A new room whose subject the provider told before. */
export function nameRooms(scope: Scope, { channelId, tickets }: Plan): Promise<unknown> {
  const fresh = tickets.filter((ticket) => ticket.isGroup && ticket.isNew);
  if (fresh.length === 0) return Promise.resolve();
  return scope.query(
    `update contacts c set name = g.subject, name_source = 'provider' from groups g, unnest($2::uuid[], $3::text[]) as w (contact_id, remote_chat)
     where c.id = w.contact_id and g.channel_id = $1::uuid and g.remote_chat = w.remote_chat and g.subject is not null and c.name_source <> 'person'`,
    [channelId, fresh.map((ticket) => ticket.contactId), fresh.map((ticket) => ticket.remoteChat)],
  );
}
