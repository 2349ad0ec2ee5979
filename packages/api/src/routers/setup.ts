import { setUpInput } from '@tiktickets/core/contracts';
import { needsSetUp, setUp } from '@tiktickets/core/tenants';
import { publicProcedure, router } from '../trpc.ts';

export const setupRouter = router({
  state: publicProcedure.query(async ({ ctx }) => ({ needed: await needsSetUp(ctx.kernel) })),
  create: publicProcedure.input(setUpInput).mutation(({ ctx, input }) => setUp(ctx.kernel, input)),
});
