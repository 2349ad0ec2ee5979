'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTimes } from '@/lib/format/use-times.ts';
import { cn } from '@/ui/cn.ts';
import type { AlbumRow } from '../album-rows.ts';
import { AlbumTile } from './album-tile.tsx';
import { BubbleHead } from './bubble-head.tsx';
import { hasStatus } from './message-bubble.tsx';
import { SenderName } from './sender-name.tsx';

const shownAtFirst = 4;

interface AlbumProps {
  row: AlbumRow;
  contactName: string;
  soughtId: string | null;
}

/** Pictures that were sent together, in one bubble; each stays a message of its own. */
export function Album({ row: { notice, messages, startsGroup }, contactName, soughtId }: AlbumProps) {
  const t = useTranslations('messages');
  const [isOpened, setIsOpened] = useState(false);
  const nameOf = useName(contactName);
  const hidden = messages.slice(shownAtFirst);
  if (!isOpened && hidden.some((message) => message.id === soughtId)) setIsOpened(true);
  const isWhole = isOpened || hidden.some(hasMoreToSay);
  const [first] = messages;
  if (!first) return null;
  const isOut = first.direction === 'out';
  return (
    <div className={cn('flex', isOut ? 'justify-end' : 'justify-start', startsGroup ? 'pt-2' : 'pt-[3px]')}>
      <div
        className={cn(
          'w-[320px] min-w-0 max-w-[86%] rounded-xl p-1.5',
          isOut ? 'bg-bubble-out' : 'bg-bubble-in',
          startsGroup && (isOut ? 'rounded-tr-[4px]' : 'rounded-tl-[4px]'),
        )}
      >
        {startsGroup && first.sender && <SenderName sender={first.sender} />}
        <BubbleHead
          author={isOut && startsGroup ? nameOf(first).author : null}
          contactName={contactName}
          message={first}
        />
        {notice && (
          <article aria-label={nameOf(notice).label} className="sr-only" data-message-id={notice.id} tabIndex={-1}>
            {t('album', { images: countOf(messages, 'image'), videos: countOf(messages, 'video') })}
          </article>
        )}
        <div className="grid grid-cols-2 gap-1">
          {messages.map((message, index) => (
            <AlbumTile
              isHidden={!isWhole && index >= shownAtFirst}
              isSought={message.id === soughtId}
              isWide={isWideAt(index, messages, isWhole)}
              key={message.id}
              label={nameOf(message).label}
              message={message}
              more={!isWhole && index === shownAtFirst - 1 ? hidden.length : 0}
            />
          ))}
        </div>
        {hidden.length > 0 && (isOpened || !isWhole) && (
          <button
            aria-expanded={isOpened}
            className="mt-1 w-full rounded-md py-1 font-medium text-muted text-xs hover:bg-hover hover:text-text max-md:min-h-11"
            onClick={() => setIsOpened(!isOpened)}
            type="button"
          >
            {isOpened ? t('albumLess') : t('albumAll', { count: messages.length })}
          </button>
        )}
      </div>
    </div>
  );
}

const countOf = (messages: readonly MessageView[], kind: MessageView['kind']): number =>
  messages.filter((message) => message.kind === kind).length;

/** Beyond the picture: then it is not hidden behind a number. */
const hasMoreToSay = (message: MessageView): boolean =>
  Boolean(message.body || message.deletedAt || message.quoted) ||
  message.reactions.length > 0 ||
  message.state === 'failed' ||
  (hasStatus(message) && message.change !== null);

/** A single one, and the last of an odd number, have the whole width; so has one with words. */
function isWideAt(index: number, messages: readonly MessageView[], isWhole: boolean): boolean {
  const shown = isWhole ? messages : messages.slice(0, shownAtFirst);
  let isLeft = true;
  for (const [at, message] of shown.entries()) {
    const next = shown[at + 1];
    const isWide: boolean = Boolean(message.body) || (isLeft && (!next || Boolean(next.body)));
    if (at === index) return isWide;
    isLeft = isWide || !isLeft;
  }
  return false;
}

function useName(contactName: string) {
  const t = useTranslations('messages');
  const times = useTimes();
  return (message: MessageView): { author: string; label: string } => {
    const isOut = message.direction === 'out';
    const author = isOut ? (message.author?.name ?? t('fromPhone')) : (message.sender?.name ?? contactName);
    const names = { name: author, time: times.clock(message.sentAt) };
    return { author, label: isOut ? t('out', names) : t('in', names) };
  };
}
