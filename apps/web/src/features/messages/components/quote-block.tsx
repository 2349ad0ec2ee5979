'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { cn } from '@/ui/cn.ts';
import { useConversationActions } from './conversation-actions.tsx';
import { KindIcon } from './kind-icon.tsx';

export type Quoted = NonNullable<MessageView['quoted']>;

/** The message that this one answers. A click shows it where it stands, if we have it. */
export function QuoteBlock({ quoted, contactName }: { quoted: Quoted; contactName: string }) {
  const t = useTranslations('messages');
  const { jumpTo } = useConversationActions();
  const { messageId } = quoted;
  const look = 'mb-1 block w-full rounded-md border-l-[3px] bg-text/5 px-2 py-1 text-left';
  const side = quoted.isOurs ? 'border-accent' : 'border-info';
  if (messageId === null) {
    return (
      <div className={cn(look, side)}>
        <QuoteText contactName={contactName} quoted={quoted} />
      </div>
    );
  }
  return (
    <button
      className={cn(look, side, 'hover:bg-text/10')}
      onClick={() => jumpTo(messageId)}
      title={t('jumpToQuoted')}
      type="button"
    >
      <QuoteText contactName={contactName} quoted={quoted} />
    </button>
  );
}

export function QuoteText({ quoted, contactName }: { quoted: Quoted; contactName: string }) {
  const t = useTranslations('messages');
  return (
    <>
      <span className="block truncate font-semibold text-xs">
        <bdi>{quoted.isOurs ? t('company') : (quoted.author?.name ?? contactName)}</bdi>
      </span>
      <span className="flex min-w-0 items-center gap-1 text-muted text-xs">
        {quoted.kind !== 'text' && <KindIcon kind={quoted.kind} sizePx={13} />}
        <span className="line-clamp-2 [overflow-wrap:anywhere]" dir="auto">
          {quoted.preview || t(`kinds.${quoted.kind}`)}
        </span>
      </span>
    </>
  );
}
