'use client';

import { MessageBubble, type MessageBubbleProps } from './message-bubble.tsx';
import { NoteBubble } from './note-bubble.tsx';

/** One row of the conversation: what went between customer and company, or a note between colleagues. */
export const Message = (props: MessageBubbleProps) =>
  props.message.direction === 'note' ? (
    <NoteBubble isSought={props.isSought} message={props.message} />
  ) : (
    <MessageBubble {...props} />
  );
