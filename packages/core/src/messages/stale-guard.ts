import type { Scope } from '@tiktickets/db';
import type { MessageKind, StaleDetails } from '../contracts/index.ts';
import { AppError } from '../kernel/index.ts';

interface Row {
  id: string;
  count: number;
  kind: MessageKind;
  preview: string | null;
  sent_at: string;
  user_name: string | null;
}

/**
 * Refuses a send whose author had not seen what a colleague, a bot or the paired phone wrote meanwhile: two answers to
 * one question are worse than none. What the customer wrote, or the author in another window, refuses nothing.
 * @throws {AppError} `stale` with `StaleDetails`
 */
export async function refuseStale(
  scope: Scope,
  { ticketId, seenId, userId }: { ticketId: string; seenId: string; userId: string },
): Promise<void> {
  const [newest] = await scope.query<Row>(
    `select m.id, count(*) over ()::int as count, m.kind, left(m.body, 200) as preview, m.sent_at, u.name as user_name
     from messages m left join users u on u.tenant_id = m.tenant_id and u.id = m.user_id
     where m.ticket_id = $1::uuid and m.id > $2::uuid and m.direction = 'out' and m.user_id is distinct from $3::uuid
       and m.state <> 'failed' and m.target_id is null and m.discarded_at is null and m.deleted_at is null
     order by m.id desc limit 1`,
    [ticketId, seenId, userId],
  );
  if (!newest) return;
  const details: StaleDetails & Record<string, string | number | null> = {
    lastId: newest.id,
    count: newest.count,
    authorName: newest.user_name,
    kind: newest.kind,
    preview: newest.preview,
    at: new Date(newest.sent_at).toISOString(),
  };
  throw new AppError('stale', 'somebody else answered meanwhile', { field: 'seenId', details });
}
