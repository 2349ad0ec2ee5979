import { type Scope, together } from '@tiktickets/db';
import type { InboundMessage } from '@tiktickets/wbot/contract';
import { lockIdentities, release } from '../contacts/index.ts';
import type { Batch } from './arrival.ts';
import { applyEffects } from './ingest-effects.ts';
import { lookUpPeople } from './ingest-lookup.ts';
import { insertMedia } from './ingest-media.ts';
import type { Known, Plan } from './ingest-plan.ts';
import { nameRooms, openRooms } from './ingest-rooms.ts';

/** The conversation of somebody was made part of another one meanwhile: look again. */
export class StalePlan extends Error {}

/** First flight: the people of a batch and their tickets on this channel. @throws {AppError} `not-found` for a channel that is not this tenant's */
export async function lookUp(scope: Scope, batch: Batch): Promise<Known> {
  const [, known] = await Promise.all([lockIdentities(scope, 'shared'), lookUpPeople(scope, batch)]);
  return known;
}

/**
 * Second flight: everything at once, in an order in which each statement finds what it needs.
 * Plain inserts of people and tickets: a race with another process raises 23505 and the caller looks again.
 * @returns how many messages were new or filled in
 */
export async function store(scope: Scope, plan: Plan): Promise<number> {
  const released = release(scope, plan.released);
  const people = insertPeople(scope, plan);
  const tickets = insertTickets(scope, plan);
  const ticketIds = [...new Set([...plan.tickets.map(idOf), ...plan.effects.map((effect) => effect.ticketId)])];
  const locked = scope.query('select from tickets where id = any($1::uuid[]) order by id for no key update', [
    ticketIds,
  ]);
  const rooms = [nameRooms(scope, plan), ...(plan.isHistory ? [] : [openRooms(scope, plan)])];
  const replaced = plan.isHistory ? [] : [dropPastCopies(scope, plan)];
  const attendances = plan.isHistory ? [] : [startAttendances(scope, plan)];
  const messages = insertMessages(scope, plan);
  const files = insertMedia(scope, plan);
  const effects = applyEffects(scope, plan);
  const journaled = scope.query('update inbound_journal set ingested_at = now() where id = any($1::uuid[])', [
    plan.journalIds,
  ]);
  const [stored, held] = await together([
    messages,
    locked,
    released,
    ...people,
    tickets,
    ...rooms,
    ...replaced,
    ...attendances,
    ...files,
    ...effects,
    journaled,
  ]);
  if (held.length < ticketIds.length) throw new StalePlan('a conversation of this batch is part of another one now');
  return stored.length;
}

const idOf = ({ id }: { id: string }): string => id;

function insertPeople(scope: Scope, { contacts, identities, renames }: Plan): Promise<unknown>[] {
  const statements: Promise<unknown>[] = [];
  if (contacts.length > 0) {
    statements.push(
      scope.query(
        `insert into contacts (tenant_id, id, name, name_source, phone, is_group)
         select app_tenant(), id, name, source, phone, is_group::bool
         from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) as c (id, name, source, phone, is_group)`,
        [
          contacts.map((contact) => contact.id),
          contacts.map((contact) => contact.name),
          contacts.map((contact) => contact.nameSource),
          contacts.map((contact) => contact.phone),
          contacts.map((contact) => String(contact.isGroup)),
        ],
      ),
    );
  }
  if (identities.length > 0) {
    const columns = [identities.map((i) => i.kind), identities.map((i) => i.value), identities.map((i) => i.contactId)];
    statements.push(
      scope.query(
        `insert into contact_identities (tenant_id, kind, value, contact_id)
         select app_tenant(), kind, value, contact_id from unnest($1::text[], $2::text[], $3::uuid[]) as i (kind, value, contact_id)`,
        columns,
      ),
      scope.query(
        `update contacts c set phone = i.value from unnest($1::text[], $2::text[], $3::uuid[]) as i (kind, value, contact_id)
         where c.id = i.contact_id and i.kind = 'phone' and c.phone is distinct from i.value`,
        columns,
      ),
    );
  }
  if (renames.length > 0) {
    statements.push(
      scope.query(
        `update contacts c set name = r.name, name_source = 'provider' from unnest($1::uuid[], $2::text[]) as r (id, name)
         where c.id = r.id and c.name_source = 'fallback'`,
        [renames.map((rename) => rename.contactId), renames.map((rename) => rename.name)],
      ),
    );
  }
  return statements;
}

/** A new ticket starts closed and without attendance, so that its first message opens it like any other closed one; a room is open. */
function insertTickets(scope: Scope, { channelId, tickets, isHistory }: Plan): Promise<unknown> {
  const fresh = tickets.filter((ticket) => ticket.isNew);
  if (fresh.length === 0) return Promise.resolve();
  return scope.query(
    `with numbers as (
       update tenants set ticket_number = ticket_number + cardinality($1::uuid[]) where id = app_tenant()
       returning ticket_number - cardinality($1::uuid[]) as base
     )
     insert into tickets (tenant_id, id, number, channel_id, contact_id, remote_chat, is_group, state, queue_id, last_at)
     select app_tenant(), n.id, base + n.position, ch.id, n.contact_id, n.remote_chat, n.is_group::bool,
            case when n.is_group::bool and not $6::bool then 'open' else 'closed' end, ch.queue_id, '-infinity'
     from numbers, channels ch,
          unnest($1::uuid[], $2::uuid[], $3::text[], $5::text[]) with ordinality as n (id, contact_id, remote_chat, is_group, position)
     where ch.id = $4::uuid`,
    [
      fresh.map((ticket) => ticket.id),
      fresh.map((ticket) => ticket.contactId),
      fresh.map((ticket) => ticket.remoteChat),
      channelId,
      fresh.map((ticket) => String(ticket.isGroup)),
      isHistory,
    ],
  );
}

/** A message that comes live counts as such, also when the phone's past already had it. */
function dropPastCopies(scope: Scope, { channelId, messages }: Plan): Promise<unknown> {
  if (messages.length === 0) return Promise.resolve();
  return scope.query(
    `delete from messages m using unnest($2::uuid[], $3::text[], $4::text[]) as w (ticket_id, remote_id, from_me)
     where m.channel_id = $1::uuid and m.remote_id = w.remote_id and m.from_me = w.from_me::bool and m.ticket_id = w.ticket_id and m.is_history`,
    [
      channelId,
      messages.map((message) => message.ticketId),
      messages.map((message) => message.arrival.inbound.remoteId),
      messages.map((message) => String(message.arrival.inbound.fromMe)),
    ],
  );
}

/**
 * A closed ticket to which the customer writes begins a new attendance and waits in the channel's queue, unless the
 * message still belongs to the last one (reopen window) or is already stored.
 */
function startAttendances(scope: Scope, plan: Plan): Promise<unknown> {
  const incoming = plan.messages.filter(({ arrival: { inbound } }) => !inbound.fromMe && !inbound.isGroup);
  if (incoming.length === 0) return Promise.resolve();
  const attendanceOf = new Map(plan.tickets.map((ticket) => [ticket.id, ticket.attendanceId]));
  return scope.query(
    `with fresh as (
       select w.ticket_id, w.attendance_id, min(w.sent_at::timestamptz) as first_at, max(w.sent_at::timestamptz) as last_at
       from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[]) as w (ticket_id, attendance_id, remote_id, remote_chat, sent_at)
       where not exists (select from messages m where m.channel_id = $1::uuid and m.remote_id = w.remote_id
                           and m.remote_chat = w.remote_chat and not m.from_me)
       group by 1, 2
     ), starting as (
       select t.id, f.attendance_id, f.first_at, t.attendance_number + 1 as number, ch.queue_id
       from fresh f join tickets t on t.id = f.ticket_id join channels ch on ch.tenant_id = t.tenant_id and ch.id = t.channel_id
       where t.state = 'closed' and (t.closed_at is null or f.last_at > t.closed_at + make_interval(secs => ch.reopen_window_s))
     ), opened as (
       insert into attendances (tenant_id, id, ticket_id, number, queue_id, opened_at, queued_at)
       select app_tenant(), attendance_id, id, number, queue_id, first_at, first_at from starting
     ), logged as (
       insert into ticket_logs (tenant_id, id, ticket_id, attendance_number, type, actor_kind)
       select app_tenant(), gen_random_uuid(), id, number, case when number = 1 then 'created' else 'reopened' end, 'contact' from starting
     )
     update tickets t set state = 'pending', queue_id = s.queue_id, user_id = null, attendance_id = s.attendance_id,
            attendance_number = s.number, attendance_opened_at = s.first_at, accepted_at = null, closed_at = null
     from starting s where t.id = s.id`,
    [
      plan.channelId,
      incoming.map((message) => message.ticketId),
      incoming.map((message) => attendanceOf.get(message.ticketId) ?? null),
      incoming.map((message) => message.arrival.inbound.remoteId),
      incoming.map((message) => message.arrival.inbound.remoteChat),
      incoming.map((message) => message.sentAt),
    ],
  );
}

// The client takes an array's type from its first element, which goes wrong for bytes and booleans: they travel as text.
const hex = (bytes: Uint8Array | null): string | null => (bytes ? `\\x${Buffer.from(bytes).toString('hex')}` : null);

/** The messages themselves, what they change on their tickets, and one event per ticket. A placeholder gets its content, nothing else is overwritten. */
function insertMessages(scope: Scope, plan: Plan): Promise<{ id: string }[]> {
  const { messages, channelId, own, isHistory } = plan;
  const inbound = messages.map((message) => message.arrival.inbound);
  return scope.query<{ id: string }>(
    `with stored as (
       insert into messages (tenant_id, id, ticket_id, attendance_id, channel_id, direction, kind, raw_kind, body, raw,
                             remote_chat, remote_id, from_me, state, sent_at, details, quoted, is_forwarded,
                             author_contact_id, participant, mentions, is_ephemeral, album_remote_id, is_history, read_receipt)
       select app_tenant(), w.id, w.ticket_id, case when not $18::bool then t.attendance_id end, $1::uuid, case when w.from_me::bool then 'out' else 'in' end,
              w.kind, w.raw_kind, w.body, w.raw::bytea, w.remote_chat, w.remote_id, w.from_me::bool,
              case when w.from_me::bool then coalesce(w.state, 'sent') end, w.sent_at::timestamptz, w.details::jsonb, w.quoted::jsonb, w.is_forwarded::bool,
              w.author::uuid, w.participant, w.mentions::jsonb, w.is_ephemeral::bool, w.album_remote_id, $18::bool,
              case when $18::bool and not w.from_me::bool then 'sent' end
       from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
                   $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[],
                   $19::text[], $20::text[], $21::text[])
            as w (id, ticket_id, kind, raw_kind, body, raw, remote_chat, remote_id, from_me, sent_at, details, quoted, is_forwarded,
                  author, participant, mentions, is_ephemeral, album_remote_id, state)
       join tickets t on t.id = w.ticket_id
       where not exists (
         select from messages k where k.channel_id = $1::uuid and k.remote_id = w.remote_id and k.from_me = w.from_me::bool
           and k.ticket_id = w.ticket_id and k.remote_chat <> w.remote_chat and (k.kind <> 'undecryptable' or w.kind = 'undecryptable'))
       on conflict (tenant_id, channel_id, remote_id, remote_chat, from_me) do update
         set kind = excluded.kind, raw_kind = excluded.raw_kind, raw = excluded.raw,
             body = case when messages.edited_at is null then excluded.body else messages.body end,
             details = excluded.details, quoted = excluded.quoted, is_forwarded = excluded.is_forwarded, rev = messages.rev + 1
         where messages.kind = 'undecryptable' and excluded.kind <> 'undecryptable'
       returning id, ticket_id, direction, kind, body, state, sent_at, is_history, (xmax = 0) as is_new,
         details ->> 'kind' is distinct from 'group-notice' as is_said
     ), sums as (
       select ticket_id, coalesce(array_agg(id) filter (where not is_history), '{}') as ids, (array_agg(id order by id desc))[1] as last_id, max(sent_at) as last_at,
              count(*) filter (where is_new and is_said and direction = 'in' and not is_history) as unread
       from stored group by ticket_id
     ), shown as (
       update tickets t
       set rev = t.rev + 1, unread_count = t.unread_count + s.unread, last_at = greatest(t.last_at, s.last_at),
           last_message_id = case when newer.is_newest then m.id else t.last_message_id end,
           last_kind = case when newer.is_newest then m.kind else t.last_kind end,
           last_direction = case when newer.is_newest then m.direction else t.last_direction end,
           last_preview = case when newer.is_newest then left(m.body, 200) else t.last_preview end,
           last_state = case when newer.is_newest then m.state else t.last_state end
       from sums s join stored m on m.id = s.last_id join tickets before on before.id = s.ticket_id,
            lateral (select before.last_message_id is null or m.id >= before.last_message_id) newer (is_newest)
       where t.id = s.ticket_id
     ), announced as (
       insert into events (tenant_id, type, entity_id, message_ids) select app_tenant(), 'ticket', ticket_id, ids from sums
     )
     select id from stored`,
    [
      channelId,
      messages.map((message) => message.id),
      messages.map((message) => message.ticketId),
      inbound.map((message) => message.kind),
      inbound.map((message) => message.rawKind),
      messages.map((message) => message.body),
      messages.map(({ arrival }) => (arrival.inbound.kind === 'text' ? null : hex(arrival.content))),
      inbound.map((message) => message.remoteChat),
      inbound.map((message) => message.remoteId),
      inbound.map((message) => String(message.fromMe)),
      messages.map((message) => message.sentAt),
      inbound.map((message) => jsonText(message.details)),
      inbound.map((message) => jsonText(message.quoted && { ...message.quoted, fromMe: isOurs(message, own) })),
      inbound.map((message) => String(message.isForwarded ?? false)),
      messages.map((message) => message.authorContactId),
      inbound.map((message) => message.participant ?? null),
      inbound.map((message) => (message.mentions?.length ? jsonText(message.mentions) : null)),
      isHistory,
      inbound.map((message) => String(message.isEphemeral ?? false)),
      inbound.map((message) => message.albumRemoteId ?? null),
      messages.map((message) => message.arrival.state ?? null),
    ],
  );
}

const jsonText = (value: object | null | undefined): string | null =>
  value ? JSON.stringify(value).replaceAll('\\u0000', '') : null;

/** In a direct chat a quoted message that the customer did not write is ours; in a group, one that names our number. */
function isOurs({ quoted, person, fromMe, isGroup }: InboundMessage, own: Known['own']): boolean {
  const author = quoted?.participant;
  if (!author) return fromMe;
  const is = (other: { phone: string | null; lid: string | null }): boolean =>
    (author.lid !== null && author.lid === other.lid) || (author.phone !== null && author.phone === other.phone);
  return isGroup ? is(own) : !is(person);
}
