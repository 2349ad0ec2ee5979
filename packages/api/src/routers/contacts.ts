import { getContact } from '@tiktickets/core/contacts';
import { contactIdInput } from '@tiktickets/core/contracts';
import { blockContact, unblockContact } from '@tiktickets/core/sync';
import { can, router } from '../trpc.ts';

export const contactsRouter = router({
  block: can('contact:block')
    .input(contactIdInput)
    .mutation(({ ctx, input }) => blockContact(ctx.user, input)),
  unblock: can('contact:block')
    .input(contactIdInput)
    .mutation(({ ctx, input }) => unblockContact(ctx.user, input)),
  get: can('contact:read')
    .input(contactIdInput)
    .query(({ ctx, input }) => getContact(ctx.user, input)),
});
