import type { NamedPerson, NameSource } from '@tiktickets/wbot/contract';
import { cleanName } from '../contacts/index.ts';
import { type Context, write } from '../kernel/index.ts';

/** The provider's sources in our words; later ones replace earlier ones. */
const sources: Record<NameSource, string> = { profile: 'provider', business: 'business', phonebook: 'phonebook' };

/** What people whom we know are called. A name never replaces one of a better source, least of all one that a person wrote here. */
export async function learnNames(ctx: Context, people: readonly NamedPerson[]): Promise<void> {
  const named = people.flatMap((person) => {
    const name = cleanName(person.name);
    const { phone, lid } = person;
    const source = sources[person.source];
    const ids = [['lid', lid] as const, ['phone', phone] as const];
    return name ? ids.flatMap(([kind, value]) => (value ? [{ kind, value, name, source }] : [])) : [];
  });
  if (named.length === 0) return;
  await write(ctx, async (scope) => {
    const tickets = await scope.query<{ id: string }>(
      `with told as (
         select distinct on (i.contact_id) i.contact_id, w.name, w.source, array_position($5::text[], w.source) as rank
         from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as w (kind, value, name, source, n)
         join contact_identities i on i.kind = w.kind and i.value = w.value
         order by i.contact_id, rank desc, w.n desc
       ), renamed as (
         update contacts c set name = t.name, name_source = t.source from told t
         where c.id = t.contact_id and array_position($5::text[], c.name_source) <= t.rank and (c.name, c.name_source) <> (t.name, t.source)
         returning c.id
       )
       update tickets t set rev = t.rev + 1 from renamed r where t.contact_id = r.id returning t.id`,
      [
        named.map((person) => person.kind),
        named.map((person) => person.value),
        named.map((person) => person.name),
        named.map((person) => person.source),
        ['fallback', 'provider', 'business', 'phonebook', 'person'],
      ],
    );
    for (const { id } of tickets) scope.event({ type: 'ticket', entityId: id });
  });
}
