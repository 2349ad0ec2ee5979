import type { Scope } from '@tiktickets/db';
import type { EffectKind, Plan, PlannedEffect } from './ingest-plan.ts';

/**
 * Reactions, edits and deletions, on messages of the same conversation only. Edits and deletions count from the
 * author alone; the newest wins, whatever the order in which they arrive. What names no message of ours changes nothing.
 */
export function applyEffects(
  scope: Scope,
  { channelId, effects }: Pick<Plan, 'channelId' | 'effects'>,
): Promise<unknown>[] {
  const of = (kind: EffectKind): PlannedEffect[] => effects.filter((effect) => effect.kind === kind);
  return (['reaction', 'edit', 'delete'] as const)
    .filter((kind) => of(kind).length > 0)
    .map((kind) => scope.query(textOf[kind], parametersOf(channelId, of(kind))));
}

const parametersOf = (channelId: string, effects: readonly PlannedEffect[]) => [
  channelId,
  effects.map((effect) => effect.ticketId),
  effects.map((effect) => effect.targetRemoteId),
  effects.map((effect) => String(effect.fromMe)),
  effects.map((effect) => effect.author),
  effects.map((effect) => effect.text),
  effects.map((effect) => effect.at),
  effects.map((effect) => effect.authorContactId),
];

const waiting = `
  waiting as (
    select w.ticket_id, w.remote_id, w.from_me::bool as from_me, w.author, w.text, w.at::timestamptz as at, w.author_contact::uuid as author_contact, w.n
    from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[]) with ordinality
         as w (ticket_id, remote_id, from_me, author, text, at, author_contact, n)
  )`;
/** Its author; in a group the one among many. */
const byAuthor = 'm.from_me = w.from_me and (m.author_contact_id is null or m.author_contact_id = w.author_contact)';
/** In a group its admins may take back what others wrote. */
const byAdmin = `exists (
  select from tickets t join channels ch on ch.id = t.channel_id
    join group_members g on g.channel_id = t.channel_id and g.remote_chat = t.remote_chat and g.role <> 'member'
  where t.id = m.ticket_id and t.is_group
    and (g.lid = case w.author when 'me' then ch.lid else w.author end or g.phone = case w.author when 'me' then ch.phone else w.author end))`;
const announced = `
  insert into events (tenant_id, type, entity_id, message_ids)
  select app_tenant(), 'ticket', ticket_id, array_agg(distinct id) from changed group by ticket_id`;

const textOf: Record<EffectKind, string> = {
  reaction: `
    with ${waiting},
    hit as (
      select distinct on (m.id, w.author) m.id, w.author, w.text, w.at
      from waiting w join messages m on m.channel_id = $1::uuid and m.remote_id = w.remote_id and m.ticket_id = w.ticket_id
      order by m.id, w.author, w.at desc, w.n desc
    ),
    taken_back as (
      delete from message_reactions r using hit h
      where h.text = '' and r.message_id = h.id and r.author = h.author and r.reacted_at <= h.at returning r.message_id
    ),
    given as (
      insert into message_reactions (tenant_id, message_id, author, emoji, reacted_at)
      select app_tenant(), id, author, left(text, 32), at from hit where text <> ''
      on conflict (tenant_id, message_id, author) do update set emoji = excluded.emoji, reacted_at = excluded.reacted_at
        where message_reactions.reacted_at <= excluded.reacted_at
      returning message_id
    ),
    changed as (
      update messages set rev = rev + 1 where id in (select message_id from taken_back union all select message_id from given)
      returning id, ticket_id
    )${announced}`,
  edit: `
    with ${waiting},
    hit as (
      select distinct on (m.id) m.id, m.body as old_body, w.text, w.at
      from waiting w join messages m on m.channel_id = $1::uuid and m.remote_id = w.remote_id and m.ticket_id = w.ticket_id
        and ${byAuthor}
      where m.deleted_at is null and (m.edited_at is null or m.edited_at < w.at)
      order by m.id, w.at desc, w.n desc
    ),
    kept as (
      insert into message_edits (tenant_id, id, message_id, body, edited_at)
      select app_tenant(), gen_random_uuid(), id, old_body, at from hit
    ),
    changed as (
      update messages m set body = h.text, edited_at = h.at, rev = m.rev + 1 from hit h where m.id = h.id
      returning m.id, m.ticket_id, m.body
    ),
    shown as (
      update tickets t set last_preview = left(c.body, 200), rev = t.rev + 1 from changed c
      where t.id = c.ticket_id and t.last_message_id = c.id
    )${announced}`,
  delete: `
    with ${waiting},
    changed as (
      update messages m set deleted_at = w.at, rev = m.rev + 1 from waiting w
      where m.channel_id = $1::uuid and m.remote_id = w.remote_id and m.ticket_id = w.ticket_id and (${byAuthor} or ${byAdmin})
        and m.deleted_at is null
      returning m.id, m.ticket_id
    ),
    shown as (
      update tickets t set last_kind = 'delete', last_preview = null, rev = t.rev + 1 from changed c
      where t.id = c.ticket_id and t.last_message_id = c.id
    )${announced}`,
};
