import type { Scope } from '@tiktickets/db';
import type { IdentityKind } from '../contacts/index.ts';
import { notFound } from '../kernel/index.ts';
import type { Batch } from './arrival.ts';
import { identitiesOf, type Pair } from './ingest-people.ts';
import type { Known } from './ingest-plan.ts';

interface KnownRow {
  kind: IdentityKind;
  value: string;
  contact_id: string;
  ticket_id: string | null;
  name_source: string;
  lid: string | null;
}
interface ChannelRow {
  phone: string | null;
  lid: string | null;
  takes_groups: boolean;
}

/** Whoever a batch names, by the ids that it names and by those known to go with them. @throws {AppError} `not-found` */
export async function lookUpPeople(scope: Scope, batch: Batch): Promise<Known> {
  const ids = batch.messages.flatMap(identitiesOf);
  const columns = [ids.map((id) => id.kind), ids.map((id) => id.value)];
  const [[channel], pairs, rows] = await Promise.all([
    scope.query<ChannelRow>('select phone, lid, takes_groups from channels where id = $1::uuid', [batch.channelId]),
    scope.query<Pair>(pairsSql, columns),
    scope.query<KnownRow>(knownSql, [...columns, batch.channelId]),
  ]);
  if (!channel) throw notFound('channel');
  return {
    takesGroups: channel.takes_groups,
    own: { phone: channel.phone, lid: channel.lid },
    pairs,
    contacts: rows.map((row) => ({
      kind: row.kind,
      value: row.value,
      contactId: row.contact_id,
      ticketId: row.ticket_id,
      nameSource: row.name_source,
      lid: row.lid,
    })),
  };
}

const pairsSql = `
  select p.lid, p.phone from unnest($1::text[], $2::text[]) as w (kind, value)
  join identity_pairs p on (w.kind = 'lid' and p.lid = w.value) or (w.kind = 'phone' and p.phone = w.value)
  order by p.seen_at`;

const knownSql = `
  with named as (select kind, value from unnest($1::text[], $2::text[]) as w (kind, value)),
  wanted as (
    select kind, value from named
    union select 'phone', p.phone from named n join identity_pairs p on p.lid = n.value where n.kind = 'lid'
    union select 'lid', p.lid from named n join identity_pairs p on p.phone = n.value where n.kind = 'phone'
  )
  select i.kind, i.value, i.contact_id, t.id as ticket_id, c.name_source, l.value as lid
  from wanted w
  join contact_identities i on i.kind = w.kind and i.value = w.value
  join contacts c on c.tenant_id = i.tenant_id and c.id = i.contact_id
  left join contact_identities l on l.tenant_id = i.tenant_id and l.contact_id = i.contact_id and l.kind = 'lid'
  left join tickets t on t.tenant_id = i.tenant_id and t.contact_id = i.contact_id and t.channel_id = $3::uuid`;
