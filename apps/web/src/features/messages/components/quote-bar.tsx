'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { Reply, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/ui/button.tsx';
import { cn } from '@/ui/cn.ts';
import { quoteOf } from '../replies.ts';
import { QuoteText } from './quote-block.tsx';

interface QuoteBarProps {
  message: MessageView;
  contactName: string;
  onRemove: () => void;
}

/** Which message is being answered. */
export function QuoteBar({ message, contactName, onRemove }: QuoteBarProps) {
  const t = useTranslations('composer');
  const isOurs = message.direction === 'out';
  return (
    <section aria-label={t('answering')} className="mb-1.5 flex items-center gap-2">
      <Reply aria-hidden="true" className="shrink-0 text-muted" size={16} />
      <div
        className={cn(
          'min-w-0 flex-1 rounded-md border-l-[3px] bg-line-soft px-2 py-1',
          isOurs ? 'border-accent' : 'border-info',
        )}
      >
        <QuoteText contactName={contactName} quoted={quoteOf(message)} />
      </div>
      <Button aria-label={t('removeQuote')} onClick={onRemove} size="icon" title="Esc" tone="ghost">
        <X aria-hidden="true" size={16} />
      </Button>
    </section>
  );
}
