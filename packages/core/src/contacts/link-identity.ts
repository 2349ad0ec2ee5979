import type { Scope } from '@tiktickets/db';
import { type Context, read, type WriteScope } from '../kernel/index.ts';
import { changingIdentities, mergeWithin } from './merge-contacts.ts';
import { renameAuthors } from './rename-authors.ts';
import { canonicalPhone, type Identity, identityKey, resolveIdentities } from './rules.ts';

/**
 * A number and a LID turned out to be one person: whoever has one of them gets the other, two contacts become one, and
 * of people we do not know yet it is remembered. Saying it again changes nothing.
 */
export async function linkIdentity(ctx: Context, pair: { phone: string; lid: string }): Promise<void> {
  const phone = canonicalPhone(pair.phone);
  const { lid } = pair;
  const ids: Identity[] = [
    { kind: 'lid', value: lid },
    { kind: 'phone', value: phone },
  ];
  if (await read(ctx, (scope) => isKnown(scope, { lid, phone }))) return;
  await changingIdentities(ctx, async (scope) => {
    const owners = await ownersOf(scope, ids);
    const { contactId, same, moved } = resolveIdentities(ids, (id) => owners.get(identityKey(id)));
    await scope.query(
      `insert into identity_pairs (tenant_id, lid, phone) values (app_tenant(), $1, $2)
       on conflict (tenant_id, lid) do update set phone = excluded.phone, seen_at = now()`,
      [lid, phone],
    );
    await release(scope, moved);
    if (contactId === null) return;
    if (same.length > 0) await mergeWithin(ctx, scope, [contactId, ...same]);
    else await complete(scope, { contactId, lid, phone });
  });
}

async function complete(
  scope: WriteScope,
  { contactId, lid, phone }: { contactId: string; lid: string; phone: string },
): Promise<void> {
  await scope.query(
    `insert into contact_identities (tenant_id, kind, value, contact_id)
     select app_tenant(), kind, value, $1::uuid from (values ('lid', $2), ('phone', $3)) as i (kind, value) on conflict do nothing`,
    [contactId, lid, phone],
  );
  await scope.query('update contacts set phone = $2 where id = $1::uuid and phone is distinct from $2', [
    contactId,
    phone,
  ]);
  await renameAuthors(scope, contactId);
  const tickets = await scope.query<{ id: string }>(
    'update tickets set rev = rev + 1 where contact_id = $1::uuid returning id',
    [contactId],
  );
  for (const { id } of tickets) scope.event({ type: 'ticket', entityId: id });
}

/** Most pairs are told many times; those need no lock. */
async function isKnown(scope: Scope, { lid, phone }: { lid: string; phone: string }): Promise<boolean> {
  const [row] = await scope.query<{ pair: string | null; of_lid: string | null; of_phone: string | null }>(
    `select (select phone from identity_pairs where lid = $1) as pair,
            (select contact_id from contact_identities where kind = 'lid' and value = $1) as of_lid,
            (select contact_id from contact_identities where kind = 'phone' and value = $2) as of_phone`,
    [lid, phone],
  );
  return row !== undefined && row.pair === phone && row.of_lid === row.of_phone;
}

async function ownersOf(
  scope: Scope,
  ids: readonly Identity[],
): Promise<Map<string, { contactId: string; lid: string | null }>> {
  const rows = await scope.query<Identity & { contact_id: string; lid: string | null }>(
    `select i.kind, i.value, i.contact_id,
            (select l.value from contact_identities l where l.contact_id = i.contact_id and l.kind = 'lid' limit 1) as lid
     from unnest($1::text[], $2::text[]) as w (kind, value) join contact_identities i on i.kind = w.kind and i.value = w.value`,
    [ids.map((id) => id.kind), ids.map((id) => id.value)],
  );
  return new Map(rows.map((row) => [identityKey(row), { contactId: row.contact_id, lid: row.lid }]));
}

/** Nobody has these any more. */
export async function release(scope: Scope, ids: readonly Identity[]): Promise<void> {
  if (ids.length === 0) return;
  await scope.query(
    `with gone as (
       delete from contact_identities i using unnest($1::text[], $2::text[]) as w (kind, value)
       where i.kind = w.kind and i.value = w.value returning i.contact_id, i.kind, i.value
     )
     update contacts c set phone = null from gone where c.id = gone.contact_id and gone.kind = 'phone' and c.phone = gone.value`,
    [ids.map((id) => id.kind), ids.map((id) => id.value)],
  );
}
