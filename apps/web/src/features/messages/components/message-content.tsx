'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { Ban } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { createContext, use } from 'react';
import { patiently } from '@/ui/patiently.ts';
import { frameOf } from '../content/measures.ts';
import { MessageText } from './message-text.tsx';

/** For the placeholder of `dynamic`, which gets no properties. */
const Waiting = createContext<MessageView | null>(null);

const RichContent = dynamic(
  () => patiently(() => import('./kinds/rich-content.tsx')).then((module) => module.RichContent),
  {
    ssr: false,
    loading: () => <RoomFor />,
  },
);

/** What a message says. Words are drawn at once; every other kind comes in a chunk of its own, into a box of its size. */
export function MessageContent({ message }: { message: MessageView }) {
  const t = useTranslations('messages');
  if (message.deletedAt || message.kind === 'delete') {
    const isKept = Boolean(message.body || message.media || message.details);
    return (
      <>
        <p className="flex items-center gap-1.5 py-0.5 text-muted italic">
          <Ban aria-hidden="true" className="shrink-0" size={14} />
          {isKept && message.direction === 'in' ? t('deletedByCustomer') : t('kinds.delete')}
        </p>
        {isKept && (
          <div className="border-line-strong border-l-2 pl-2 text-muted">
            <Said message={message} />
          </div>
        )}
      </>
    );
  }
  return <Said message={message} />;
}

function Said({ message }: { message: MessageView }) {
  if (message.kind === 'text' && !message.details) return <MessageText text={message.body ?? ''} />;
  return (
    <Waiting value={message}>
      <RichContent message={message} />
    </Waiting>
  );
}

function RoomFor() {
  const message = use(Waiting);
  if (message?.kind === 'text' && message.body) return <MessageText text={message.body} />;
  if (message?.media && (message.kind === 'image' || message.kind === 'video')) {
    const { widthPx, ratio } = frameOf(message.media.width, message.media.height);
    return <div className="max-w-full" style={{ width: widthPx, aspectRatio: ratio }} />;
  }
  return <div className="h-12 w-56 max-w-full" />;
}
