import type { Scope } from '@tiktickets/db';
import type { QuickReplyScope, QuickReplyView } from '../contracts/index.ts';
import { type Context, notFound } from '../kernel/index.ts';
import { viewerOf } from '../tickets/visibility.ts';

export interface QuickReplyRow {
  id: string;
  user_id: string | null;
  queue_id: string | null;
  queue_name: string | null;
  shortcut: string;
  body: string;
  use_count: number;
}

const scopeOf = (row: Pick<QuickReplyRow, 'user_id' | 'queue_id'>): QuickReplyScope => {
  if (row.user_id !== null) return 'personal';
  return row.queue_id === null ? 'company' : 'queue';
};

/** One's own, those of one's queues, and the company's: one's own first, then the most used. */
export async function quickReplyViews(ctx: Context, scope: Scope): Promise<QuickReplyView[]> {
  const { userId, queueIds, readAll } = viewerOf(ctx);
  const manages = ctx.actor.kind === 'user' && ctx.actor.permissions.includes('quick-reply:manage');
  const rows = await scope.query<QuickReplyRow>(
    `select r.id, r.user_id, r.queue_id, q.name as queue_name, r.shortcut, r.body, r.use_count
     from quick_replies r left join queues q on q.tenant_id = r.tenant_id and q.id = r.queue_id
     where r.user_id = $1::uuid or (r.user_id is null and (r.queue_id is null or r.queue_id = any($2::uuid[]) or $3::bool))
     order by (r.user_id is null), r.use_count desc, r.shortcut, r.id limit 2000`,
    [userId, [...queueIds], readAll],
  );
  return rows.map((row) => ({
    id: row.id,
    scope: scopeOf(row),
    queue: row.queue_id && row.queue_name ? { id: row.queue_id, name: row.queue_name } : null,
    shortcut: row.shortcut,
    body: row.body,
    useCount: row.use_count,
    isEditable: row.user_id !== null || manages,
  }));
}

/** @throws {AppError} `not-found` for a missing, foreign or invisible one alike */
export async function quickReplyView(ctx: Context, scope: Scope, id: string): Promise<QuickReplyView> {
  const found = (await quickReplyViews(ctx, scope)).find((reply) => reply.id === id);
  if (!found) throw notFound('quick reply');
  return found;
}
