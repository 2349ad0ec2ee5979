import { fallbackName } from '../contacts/index.ts';
import type { MessageView, NamedPerson } from '../contracts/index.ts';

/** Who a message is from in a group, whom it answers and whom it names, over `messages m` and its quoted message `qm`. */
export const peopleColumns = `
  ac.id as author_id, ac.name as author_name, ac.phone as author_phone, qa.contact_id as quoted_author_id, qa.name as quoted_author_name,
  n.people`;

/** Found by either id of a person, as the provider gave it. */
const contactOf = (person: string): string => `
  select i.contact_id, c.name from contact_identities i join contacts c on c.tenant_id = i.tenant_id and c.id = i.contact_id
  where i.tenant_id = m.tenant_id
    and ((i.kind = 'lid' and i.value = ${person} ->> 'lid') or (i.kind = 'phone' and i.value = ${person} ->> 'phone'))
  order by i.kind limit 1`;

const named = `(m.mentions is not null or m.details ->> 'kind' = 'group-notice')`;
const namedAtMost = 40;

export const peopleJoins = `
  left join contacts ac on ac.tenant_id = m.tenant_id and ac.id = m.author_contact_id
  left join lateral (
    select coalesce(qc.id, q.contact_id) as contact_id, coalesce(qc.name, q.name) as name
    from (select) one
    left join contacts qc on qc.tenant_id = m.tenant_id and qc.id = qm.author_contact_id
    left join lateral (${contactOf(`(m.quoted -> 'participant')`)}) q on qc.id is null
    where m.quoted is not null
  ) qa on true
  left join lateral (
    select jsonb_agg(jsonb_build_object(
      'lid', p.person ->> 'lid', 'phone', coalesce(g.phone, p.person ->> 'phone'), 'contactId', i.contact_id,
      'address', coalesce(p.person ->> 'lid', p.person ->> 'phone'), 'isUs', g.is_us, 'name', case when g.is_us then g.own_name else i.name end)) as people
    from (
      select w.person from jsonb_array_elements(
        coalesce(m.mentions, '[]') || coalesce(m.details -> 'people', '[]')
        || case when m.details ->> 'kind' = 'group-notice' and m.participant is not null then jsonb_build_array(jsonb_build_object(
             case when m.participant like '%@lid' then 'lid' else 'phone' end, split_part(m.participant, '@', 1))) else '[]' end
      ) as w (person) where ${named} limit ${namedAtMost}
    ) p
    left join lateral (${contactOf('p.person')}) i on true
    left join lateral (
      select max(gm.phone) as phone, max(ch.profile_name) as own_name,
             coalesce(bool_or(p.person ->> 'lid' = ch.lid or p.person ->> 'phone' = ch.phone or gm.lid = ch.lid or gm.phone = ch.phone), false) as is_us
      from channels ch left join group_members gm on gm.tenant_id = m.tenant_id and gm.channel_id = m.channel_id
        and gm.remote_chat = m.remote_chat and (gm.lid = p.person ->> 'lid' or gm.phone = p.person ->> 'phone')
      where ch.tenant_id = m.tenant_id and ch.id = m.channel_id
    ) g on true
  ) n on true`;

export interface PeopleRow {
  author_id: string | null;
  author_name: string | null;
  author_phone: string | null;
  quoted_author_id: string | null;
  quoted_author_name: string | null;
  people: NamedRow[] | string | null;
}
interface NamedRow {
  lid: string | null;
  phone: string | null;
  address: string;
  contactId: string | null;
  name: string | null;
  isUs: boolean;
}

export const presentSender = (row: PeopleRow): MessageView['sender'] =>
  row.author_id ? { id: row.author_id, name: row.author_name ?? '', phone: row.author_phone } : null;

/** @param participant whom the quote names, when nobody here is known by it */
export function presentQuotedAuthor(
  row: PeopleRow,
  participant: { phone: string | null; lid: string | null } | null | undefined,
): { id: string | null; name: string } | null {
  if (row.quoted_author_id) return { id: row.quoted_author_id, name: row.quoted_author_name ?? '' };
  return participant?.phone || participant?.lid ? { id: null, name: fallbackName(participant) } : null;
}

export function presentPeople({ people }: PeopleRow): NamedPerson[] {
  const rows: NamedRow[] = typeof people === 'string' ? JSON.parse(people) : (people ?? []);
  return rows.map(({ address, contactId, isUs, name, ...ids }) => ({
    address,
    contactId,
    isUs,
    name: name ?? fallbackName(ids),
  }));
}
