import { listColleagues, listQueues } from '@tiktickets/core/team';
import { can, router } from '../trpc.ts';

export const teamRouter = router({
  queues: can('ticket:read').query(({ ctx }) => listQueues(ctx.user)),
  colleagues: can('ticket:transfer').query(({ ctx }) => listColleagues(ctx.user)),
});
