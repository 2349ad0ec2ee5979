import type { MeView, QueueView } from '../contracts/index.ts';
import { notFound, read, type UserContext } from '../kernel/index.ts';

/** The signed-in person, their company and what they may do. */
export async function getMe(ctx: UserContext): Promise<MeView> {
  const { userId, name, email, role, permissions, viewer } = ctx.actor;
  return await read(ctx, async (scope) => {
    const [[tenant], queues] = await Promise.all([
      scope.query<{ id: string; name: string; timeZone: string; demo: boolean }>(
        'select id, name, time_zone as "timeZone", is_demo as demo from tenants',
      ),
      scope.query<QueueView>(
        `select q.id, q.name, q.color from queues q join user_queues uq on uq.queue_id = q.id and uq.tenant_id = q.tenant_id
         where uq.user_id = $1 order by q.position, q.name`,
        [userId],
      ),
    ]);
    if (!tenant) throw notFound('tenant');
    const { demo, ...company } = tenant;
    return {
      user: { id: userId, name, email, role },
      tenant: company,
      queues,
      permissions: [...permissions],
      viewer,
      demo,
    };
  });
}
