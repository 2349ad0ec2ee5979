import { getMe } from '@tiktickets/core/team';
import { authed, router } from '../trpc.ts';

export const meRouter = router({ get: authed.query(({ ctx }) => getMe(ctx.user)) });
