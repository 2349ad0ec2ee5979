'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { useTimes } from '@/lib/format/use-times.ts';
import { cn } from '@/ui/cn.ts';
import { patiently } from '@/ui/patiently.ts';
import { useSwipe } from '../hooks/use-swipe.ts';
import { canBeQuoted, startReply } from '../replies.ts';
import { BubbleHead } from './bubble-head.tsx';
import { useCanAnswer } from './can-answer.tsx';
import { DeliveryIcon } from './delivery-icon.tsx';
import { MessageContent } from './message-content.tsx';
import { PeopleContext } from './people-context.tsx';
import { Reactions } from './reactions.tsx';
import { SenderName } from './sender-name.tsx';

const BubbleActions = dynamic(
  () => patiently(() => import('./bubble-actions.tsx')).then((module) => module.BubbleActions),
  {
    ssr: false,
  },
);
const MessageStatus = dynamic(
  () => patiently(() => import('./message-status.tsx')).then((module) => module.MessageStatus),
  {
    ssr: false,
  },
);

/** Whether there may be something to say of its way to the customer. */
export const hasStatus = ({ direction, state, change }: MessageView): boolean =>
  change !== null || (direction === 'out' && ['queued', 'sending', 'sent', 'failed'].includes(state ?? ''));

export interface MessageBubbleProps {
  message: MessageView;
  startsGroup: boolean;
  contactName: string;
  /** Just jumped to: it glows once. */
  isSought: boolean;
}

export const MessageBubble = memo(function MessageBubble(props: MessageBubbleProps) {
  const { message, startsGroup, contactName, isSought } = props;
  const t = useTranslations('messages');
  const times = useTimes();
  const mayReply = useCanAnswer() && canBeQuoted(message);
  const swipe = useSwipe(mayReply ? () => startReply(message) : null);
  const isOut = message.direction === 'out';
  const author = isOut ? (message.author?.name ?? t('fromPhone')) : (message.sender?.name ?? contactName);
  const time = times.clock(message.sentAt);
  return (
    <article
      aria-label={isOut ? t('out', { name: author, time }) : t('in', { name: author, time })}
      className={cn(
        'flex flex-col rounded-xl',
        isOut ? 'items-end' : 'items-start',
        startsGroup ? 'pt-2' : 'pt-[3px]',
        isSought && 'animate-sought',
      )}
      data-message-id={message.id}
      tabIndex={-1}
    >
      <div
        className={cn(
          'group/message flex w-full touch-pan-y items-center gap-1',
          isOut ? 'flex-row-reverse' : 'flex-row',
        )}
        {...swipe}
      >
        <div
          className={cn(
            'w-fit min-w-0 max-w-[min(560px,78%)] rounded-xl px-[11px] pt-[7px] pb-1.5 max-md:max-w-[86%]',
            isOut ? 'bg-bubble-out' : 'bg-bubble-in',
            paddingOf(message),
            startsGroup && (isOut ? 'rounded-tr-[4px]' : 'rounded-tl-[4px]'),
            message.state === 'failed' && 'ring-1 ring-danger',
          )}
        >
          {startsGroup && message.sender && <SenderName sender={message.sender} />}
          <BubbleHead author={isOut && startsGroup ? author : null} contactName={contactName} message={message} />
          <PeopleContext value={message.people}>
            <MessageContent message={message} />
          </PeopleContext>
          <BubbleFoot message={message} time={time} />
        </div>
        <BubbleActions message={message} />
      </div>
      <Reactions reactions={message.reactions} />
      {hasStatus(message) && <MessageStatus message={message} />}
    </article>
  );
});

/** Pictures reach almost to the edge; a sticker stands without a bubble. */
function paddingOf({ kind, media }: MessageView): string {
  if (media === null) return '';
  if (kind === 'sticker') return 'bg-transparent px-1';
  return kind === 'image' || kind === 'video' ? 'px-1.5 pt-1.5' : '';
}

function BubbleFoot({ message, time }: { message: MessageView; time: string }) {
  const t = useTranslations('messages');
  const times = useTimes();
  return (
    <div className="tabular mt-0.5 flex items-center justify-end gap-1 text-2xs text-faint">
      {message.editedAt && !message.deletedAt && (
        <span title={t('editedAt', { time: times.full(message.editedAt) })}>{t('edited')}</span>
      )}
      <time dateTime={message.sentAt}>{time}</time>
      {message.state && <DeliveryIcon state={message.state} />}
    </div>
  );
}
