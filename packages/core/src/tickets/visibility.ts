import type { Parameter } from '@tiktickets/db';
import type { Viewer } from '../contracts/index.ts';
import type { Context } from '../kernel/index.ts';

/** `canSeeTicket` in SQL, over `tickets t`; takes $1 … $4 from `viewerParameters`. A test holds the two together. */
export const visibleSql = `($1::bool or t.user_id = $2::uuid or t.queue_id = any($3::uuid[]) or (t.queue_id is null and $4::bool))`;

/** The system sees all of its tenant. */
const everything: Viewer = {
  userId: '00000000-0000-0000-0000-000000000000',
  queueIds: [],
  readUnqueued: true,
  readAll: true,
};

export const viewerOf = (ctx: Context): Viewer => (ctx.actor.kind === 'user' ? ctx.actor.viewer : everything);

export function viewerParameters(ctx: Context): Parameter[] {
  const { readAll, userId, queueIds, readUnqueued } = viewerOf(ctx);
  return [readAll, userId, [...queueIds], readUnqueued];
}
