import { getContact } from '@tiktickets/core/contacts';
import { contactIdInput } from '@tiktickets/core/contracts';
import { can, router } from '../trpc.ts';

export const contactsRouter = router({
  get: can('contact:read')
    .input(contactIdInput)
    .query(({ ctx, input }) => getContact(ctx.user, input)),
});
