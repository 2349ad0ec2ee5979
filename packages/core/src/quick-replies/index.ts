export { countQuickReplyUse } from './count-use.ts';
export { deleteQuickReply } from './delete-quick-reply.ts';
export { listQuickReplies } from './list-quick-replies.ts';
export { createQuickReply, updateQuickReply } from './save-quick-reply.ts';
