import {
  addNoteInput,
  editMessageInput,
  forwardInput,
  mediaIdInput,
  messageIdInput,
  pageMessagesInput,
  reactInput,
  sendMessageInput,
  typingInput,
} from '@tiktickets/core/contracts';
import { askForMedia } from '@tiktickets/core/media';
import {
  addNote,
  deleteMessage,
  discardMessage,
  editMessage,
  forwardMessage,
  pageMessages,
  reactMessage,
  retryMessage,
  sendMessage,
  setTyping,
} from '@tiktickets/core/messages';
import { can, router } from '../trpc.ts';

export const messagesRouter = router({
  askForFile: can('message:read')
    .input(mediaIdInput)
    .mutation(({ ctx, input }) => askForMedia(ctx.user, input)),
  page: can('message:read')
    .input(pageMessagesInput)
    .query(({ ctx, input }) => pageMessages(ctx.user, input)),
  send: can('message:send')
    .input(sendMessageInput)
    .mutation(({ ctx, input }) => sendMessage(ctx.user, input)),
  note: can('message:note')
    .input(addNoteInput)
    .mutation(({ ctx, input }) => addNote(ctx.user, input)),
  retry: can('message:send')
    .input(messageIdInput)
    .mutation(({ ctx, input }) => retryMessage(ctx.user, input)),
  discard: can('message:send')
    .input(messageIdInput)
    .mutation(({ ctx, input }) => discardMessage(ctx.user, input)),
  react: can('message:send')
    .input(reactInput)
    .mutation(({ ctx, input }) => reactMessage(ctx.user, input)),
  edit: can('message:send')
    .input(editMessageInput)
    .mutation(({ ctx, input }) => editMessage(ctx.user, input)),
  delete: can('message:send')
    .input(messageIdInput)
    .mutation(({ ctx, input }) => deleteMessage(ctx.user, input)),
  forward: can('message:send')
    .input(forwardInput)
    .mutation(({ ctx, input }) => forwardMessage(ctx.user, input)),
  typing: can('message:send')
    .input(typingInput)
    .mutation(({ ctx, input }) => setTyping(ctx.user, input)),
});
