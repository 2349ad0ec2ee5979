import { updateCompanyInput } from '@tiktickets/core/contracts';
import { companySettings, updateCompany } from '@tiktickets/core/tenants';
import { can, router } from '../trpc.ts';

export const companyRouter = router({
  settings: can('message:read').query(({ ctx }) => companySettings(ctx.user)),
  update: can('company:manage')
    .input(updateCompanyInput)
    .mutation(({ ctx, input }) => updateCompany(ctx.user, input)),
});
