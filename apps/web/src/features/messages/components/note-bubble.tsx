'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { StickyNote } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useTimes } from '@/lib/format/use-times.ts';
import { cn } from '@/ui/cn.ts';
import { MessageText } from './message-text.tsx';

/** A note between colleagues: across the conversation, so that nobody takes it for something the customer has read. */
export function NoteBubble({ message, isSought }: { message: MessageView; isSought: boolean }) {
  const t = useTranslations('messages');
  const times = useTimes();
  const time = times.clock(message.sentAt);
  const author = message.author?.name ?? '';
  return (
    <article
      aria-label={t('noteOf', { name: author, time })}
      className={cn('flex justify-center rounded-xl py-1.5', isSought && 'animate-sought')}
      data-message-id={message.id}
      tabIndex={-1}
    >
      <div className="w-full max-w-[min(620px,92%)] rounded-lg border border-warn/35 bg-warn-soft px-3 pt-1.5 pb-1.5">
        <p className="flex items-center gap-1.5 font-semibold text-warn text-xs">
          <StickyNote aria-hidden="true" className="shrink-0" size={13} />
          <span className="min-w-0 flex-1 truncate">{author}</span>
          <time className="tabular font-normal text-2xs" dateTime={message.sentAt}>
            {time}
          </time>
        </p>
        <MessageText text={message.body ?? ''} />
      </div>
    </article>
  );
}
