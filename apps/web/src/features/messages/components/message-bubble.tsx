'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { RotateCcw, Smartphone, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { useTimes } from '@/lib/format/use-times.ts';
import { cn } from '@/ui/cn.ts';
import { useRetry } from '../hooks/use-retry.ts';
import { DeliveryIcon } from './delivery-icon.tsx';
import { KindIcon } from './kind-icon.tsx';
import { MessageText } from './message-text.tsx';

interface MessageBubbleProps {
  message: MessageView;
  startsGroup: boolean;
  contactName: string;
}

export const MessageBubble = memo(function MessageBubble({ message, startsGroup, contactName }: MessageBubbleProps) {
  const t = useTranslations('messages');
  const times = useTimes();
  const isOut = message.direction === 'out';
  const author = isOut ? (message.author?.name ?? t('fromPhone')) : contactName;
  const time = times.clock(message.sentAt);
  return (
    <article
      aria-label={isOut ? t('out', { name: author, time }) : t('in', { name: author, time })}
      className={cn('flex flex-col', isOut ? 'items-end' : 'items-start', startsGroup ? 'pt-2' : 'pt-[3px]')}
      data-message-id={message.id}
    >
      <div
        className={cn(
          'w-fit max-w-[min(560px,78%)] rounded-xl px-[11px] pt-[7px] pb-1.5 max-md:max-w-[86%]',
          isOut ? 'bg-bubble-out' : 'bg-bubble-in',
          startsGroup && (isOut ? 'rounded-tr-[4px]' : 'rounded-tl-[4px]'),
          message.state === 'failed' && 'ring-1 ring-danger',
        )}
      >
        {isOut && startsGroup && (
          <div className="mb-0.5 flex items-center gap-1 font-semibold text-muted text-xs">
            {message.fromPhone && <Smartphone aria-hidden="true" size={12} />}
            {author}
          </div>
        )}
        <Content message={message} />
        <div className="tabular mt-0.5 flex items-center justify-end gap-1 text-2xs text-faint">
          <time dateTime={message.sentAt}>{time}</time>
          {message.state && <DeliveryIcon state={message.state} />}
        </div>
      </div>
      {message.state === 'failed' && <Failure message={message} />}
    </article>
  );
});

function Content({ message }: { message: MessageView }) {
  const t = useTranslations('messages');
  if (message.kind === 'text') return <MessageText text={message.body ?? ''} />;
  return (
    <div className="flex min-w-52 items-start gap-2.5 py-0.5">
      <span className="grid size-8 shrink-0 place-items-center rounded-full bg-panel text-muted">
        <KindIcon kind={message.kind} sizePx={16} />
      </span>
      <div className="min-w-0">
        <p className="font-medium">
          {t(`kinds.${message.kind}`)}
          {message.rawKind && (
            <span className="ml-1.5 font-mono font-normal text-2xs text-faint">{message.rawKind}</span>
          )}
        </p>
        {message.body ? (
          <MessageText text={message.body} />
        ) : (
          <p className="text-muted text-xs">{t(message.kind === 'undecryptable' ? 'undecryptable' : 'placeholder')}</p>
        )}
      </div>
    </div>
  );
}

const knownFailures = [
  'not_on_whatsapp',
  'no_devices',
  'bad_address',
  'send_failed',
  'unacknowledged',
  'not_sent',
  'rejected',
  'forbidden',
] as const;

function Failure({ message }: { message: MessageView }) {
  const t = useTranslations('messages');
  const { retry, discard } = useRetry(message);
  const reason = knownFailures.find((known) => known === message.failure) ?? 'other';
  return (
    <div className="mt-1 flex max-w-[86%] flex-wrap items-center justify-end gap-x-2 gap-y-0.5 text-danger text-xs">
      <span>{t(`failures.${reason}`)}</span>
      <button
        className="inline-flex items-center gap-1 font-medium underline max-md:min-h-11"
        onClick={retry}
        type="button"
      >
        <RotateCcw aria-hidden="true" size={12} />
        {t('retry')}
      </button>
      {discard && (
        <button
          className="inline-flex items-center gap-1 font-medium underline max-md:min-h-11"
          onClick={discard}
          type="button"
        >
          <Trash2 aria-hidden="true" size={12} />
          {t('discard')}
        </button>
      )}
    </div>
  );
}
