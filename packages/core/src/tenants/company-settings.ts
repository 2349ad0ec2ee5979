import type { Scope } from '@tiktickets/db';
import type { CompanyView } from '../contracts/index.ts';
import { type Context, notFound, read, requirePermission } from '../kernel/index.ts';

interface Row {
  name: string;
  deleted_messages: CompanyView['deletedMessages'];
  files: number;
  bytes: number;
}

/** What holds for the whole company, and how much it keeps. @throws {AppError} `forbidden` */
export async function companySettings(ctx: Context): Promise<CompanyView> {
  requirePermission(ctx, 'message:read');
  return await read(ctx, companyView);
}

/** A file that several messages carry is kept, and counted, once. */
export async function companyView(scope: Scope): Promise<CompanyView> {
  const [row] = await scope.query<Row>(
    `select t.name, t.deleted_messages, s.files, s.bytes from tenants t, (
       select count(*)::int as files, coalesce(sum(size_bytes), 0)::float8 as bytes from (
         select storage_key, max(size_bytes) as size_bytes from (
           select storage_key, size_bytes from media where storage_key is not null
           union all select storage_key, size_bytes from media_renditions
         ) named group by storage_key
       ) kept
     ) s where t.id = app_tenant()`,
    [],
  );
  if (!row) throw notFound('company');
  return {
    name: row.name,
    deletedMessages: row.deleted_messages,
    storage: { files: row.files, bytes: row.bytes },
  };
}
