import type { ContactView } from '../contracts/index.ts';
import { type Context, notFound, read, requirePermission } from '../kernel/index.ts';
import { viewerParameters, visibleSql } from '../tickets/visibility.ts';

interface ContactRow {
  id: string;
  name: string;
  phone: string | null;
  lid: string | null;
  created_at: string;
}

/** One contact, if one of its conversations is in the viewer's sight. @throws {AppError} `not-found` */
export async function getContact(ctx: Context, input: { id: string }): Promise<ContactView> {
  requirePermission(ctx, 'contact:read');
  const [row] = await read(ctx, (scope) =>
    scope.query<ContactRow>(
      `select c.id, c.name, c.phone, c.created_at,
              (select i.value from contact_identities i where i.contact_id = c.id and i.kind = 'lid' limit 1) as lid
       from contacts c where c.id = coalesce((select g.contact_id from contact_merges g where g.lost_contact_id = $5::uuid limit 1), $5::uuid) and exists (select from tickets t where t.contact_id = c.id and ${visibleSql})`,
      [...viewerParameters(ctx), input.id],
    ),
  );
  if (!row) throw notFound('contact');
  const { created_at, ...contact } = row;
  return { ...contact, createdAt: new Date(created_at).toISOString() };
}
