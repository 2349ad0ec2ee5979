import type { TicketCounts } from '../contracts/index.ts';
import { type Context, read, requirePermission } from '../kernel/index.ts';
import { viewerParameters, visibleSql } from './visibility.ts';

const none: TicketCounts = { mine: 0, pending: 0, groups: 0, closed: 0, unread: 0 };

/** The tabs' counts in one pass over the live tickets; closed ones stop at 100. */
export async function countTickets(ctx: Context): Promise<TicketCounts> {
  requirePermission(ctx, 'ticket:read');
  const [row] = await read(ctx, (scope) =>
    scope.query<TicketCounts>(
      `select count(*) filter (where t.state = 'open' and not t.is_group and t.user_id = $2::uuid)::int as mine,
              count(*) filter (where t.state = 'pending' and not t.is_group)::int as pending,
              count(*) filter (where t.is_group)::int as groups,
              coalesce(sum(t.unread_count) filter (where not t.is_group and (t.state = 'pending' or t.user_id = $2::uuid)), 0)::int as unread,
              (select count(*)::int from (
                 select from tickets t where t.state = 'closed' and ${visibleSql} limit 100) capped) as closed
       from tickets t where t.state <> 'closed' and ${visibleSql}`,
      viewerParameters(ctx),
    ),
  );
  return row ?? none;
}
