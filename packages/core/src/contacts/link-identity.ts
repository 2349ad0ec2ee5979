import { type Context, write } from '../kernel/index.ts';

/** A number and a LID turned out to be one person: whichever we know gets the other. Two known people stay as they are. */
export async function linkIdentity(ctx: Context, { phone, lid }: { phone: string; lid: string }): Promise<void> {
  await write(ctx, (scope) =>
    scope.query(
      `with known as (
         select contact_id from contact_identities where (kind, value) in (('phone', $1), ('lid', $2)) order by kind limit 1
       ), linked as (
         insert into contact_identities (tenant_id, kind, value, contact_id)
         select app_tenant(), kind, value, contact_id from known, (values ('phone', $1), ('lid', $2)) as both_ids (kind, value)
         on conflict do nothing returning contact_id, kind, value
       )
       update contacts c set phone = $1 from linked l where c.id = l.contact_id and l.kind = 'phone' and c.phone is null`,
      [phone, lid],
    ),
  );
}
