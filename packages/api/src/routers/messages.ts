import { messageIdInput, pageMessagesInput, sendMessageInput, typingInput } from '@tiktickets/core/contracts';
import { pageMessages, retryMessage, sendMessage, setTyping } from '@tiktickets/core/messages';
import { can, router } from '../trpc.ts';

export const messagesRouter = router({
  page: can('message:read')
    .input(pageMessagesInput)
    .query(({ ctx, input }) => pageMessages(ctx.user, input)),
  send: can('message:send')
    .input(sendMessageInput)
    .mutation(({ ctx, input }) => sendMessage(ctx.user, input)),
  retry: can('message:send')
    .input(messageIdInput)
    .mutation(({ ctx, input }) => retryMessage(ctx.user, input)),
  typing: can('message:send')
    .input(typingInput)
    .mutation(({ ctx, input }) => setTyping(ctx.user, input)),
});
