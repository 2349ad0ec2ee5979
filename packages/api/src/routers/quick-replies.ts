import { createQuickReplyInput, quickReplyIdInput, updateQuickReplyInput } from '@tiktickets/core/contracts';
import {
  countQuickReplyUse,
  createQuickReply,
  deleteQuickReply,
  listQuickReplies,
  updateQuickReply,
} from '@tiktickets/core/quick-replies';
import { can, router } from '../trpc.ts';

export const quickRepliesRouter = router({
  list: can('quick-reply:use').query(({ ctx }) => listQuickReplies(ctx.user)),
  create: can('quick-reply:use')
    .input(createQuickReplyInput)
    .mutation(({ ctx, input }) => createQuickReply(ctx.user, input)),
  update: can('quick-reply:use')
    .input(updateQuickReplyInput)
    .mutation(({ ctx, input }) => updateQuickReply(ctx.user, input)),
  delete: can('quick-reply:use')
    .input(quickReplyIdInput)
    .mutation(({ ctx, input }) => deleteQuickReply(ctx.user, input)),
  use: can('quick-reply:use')
    .input(quickReplyIdInput)
    .mutation(({ ctx, input }) => countQuickReplyUse(ctx.user, input)),
});
