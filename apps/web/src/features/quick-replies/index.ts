export { QuickRepliesPage } from './components/quick-replies-page.tsx';
export { QuickReplyMenu } from './components/quick-reply-menu.tsx';
