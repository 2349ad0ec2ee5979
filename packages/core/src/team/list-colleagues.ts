import type { ColleagueView } from '../contracts/index.ts';
import { type Context, read } from '../kernel/index.ts';

/** The active people of the company with their queues, by name; whom a ticket may be handed to. */
export function listColleagues(ctx: Context): Promise<ColleagueView[]> {
  return read(ctx, (scope) =>
    scope.query<ColleagueView>(
      `select u.id, u.name, u.role, coalesce((select array_agg(q.queue_id::text) from user_queues q where q.user_id = u.id), '{}') as "queueIds"
       from users u where u.active order by lower(u.name), u.id`,
    ),
  );
}
