'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { cn } from '@/ui/cn.ts';

/** What people answered with an emoji; ours stand out. */
export function Reactions({ reactions }: { reactions: MessageView['reactions'] }) {
  const t = useTranslations('messages');
  if (reactions.length === 0) return null;
  return (
    <ul aria-label={t('reactions')} className="-mt-1.5 relative z-[1] mx-2 flex flex-wrap gap-1">
      {reactions.map(({ emoji, count, isOurs }) => (
        <li
          className={cn(
            'inline-flex h-[22px] items-center gap-1 rounded-full border bg-panel px-1.5 text-xs',
            isOurs && 'border-accent bg-accent-soft',
          )}
          key={emoji}
        >
          <span>{emoji}</span>
          {count > 1 && <span className="tabular text-2xs text-muted">{count}</span>}
          {isOurs && <span className="sr-only">{t('ourReaction')}</span>}
        </li>
      ))}
    </ul>
  );
}
