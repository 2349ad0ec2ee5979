import { withPlatform } from '@tiktickets/db';
import type { Kernel } from '../kernel/index.ts';

export interface DemoProgress {
  channelId: string;
  state: string;
  qr: string | null;
  phone: string | null;
  tickets: number;
  rooms: number;
}

/** How far the demo company's first channel has come; null where there is no demo company. A platform entry point. */
export async function demoProgress(kernel: Kernel): Promise<DemoProgress | null> {
  const [row] = await withPlatform({ database: kernel.database, read: true }, (scope) =>
    scope.query<DemoProgress>(
      `select c.id as "channelId", c.state, c.qr, c.phone,
         (select count(*)::int from tickets t where t.tenant_id = c.tenant_id and t.channel_id = c.id and not t.is_group) as tickets,
         (select count(*)::int from tickets t where t.tenant_id = c.tenant_id and t.channel_id = c.id and t.is_group) as rooms
       from channels c join tenants t on t.id = c.tenant_id where t.is_demo order by c.created_at, c.id limit 1`,
    ),
  );
  return row ?? null;
}
