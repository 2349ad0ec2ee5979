export { AttachZone } from './components/attach-zone.tsx';
export { CanAnswerContext } from './components/can-answer.tsx';
export { Composer } from './components/composer.tsx';
export { DeliveryIcon } from './components/delivery-icon.tsx';
export { KindIcon } from './components/kind-icon.tsx';
export { MessageLog } from './components/message-log.tsx';
export { NoteBar } from './components/note-bar.tsx';
export { useMessagePageOptions } from './hooks/use-conversation.ts';
