'use client';

import dynamic from 'next/dynamic';
import { patiently } from '@/ui/patiently.ts';
import { MessageBubble, type MessageBubbleProps } from './message-bubble.tsx';
import { NoteBubble } from './note-bubble.tsx';

const SystemLine = dynamic(() => patiently(() => import('./system-line.tsx')).then((module) => module.SystemLine), {
  ssr: false,
  loading: () => <div className="h-9" />,
});

/** One row of the conversation: what went between customer and company, a note between colleagues, or news of a group. */
export function Message(props: MessageBubbleProps) {
  const { message, isSought } = props;
  if (message.direction === 'note') return <NoteBubble isSought={isSought} message={message} />;
  if (message.details?.kind === 'group-notice') return <SystemLine message={message} notice={message.details} />;
  return <MessageBubble {...props} />;
}
