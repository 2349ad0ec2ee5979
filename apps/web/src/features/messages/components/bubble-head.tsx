'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { Forward, Smartphone } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { QuoteBlock } from './quote-block.tsx';

interface BubbleHeadProps {
  message: MessageView;
  /** Null where the message before it has named them. */
  author: string | null;
  contactName: string;
}

/** Who wrote it, where it comes from and what it answers. */
export function BubbleHead({ message, author, contactName }: BubbleHeadProps) {
  const t = useTranslations('messages');
  return (
    <>
      {author && (
        <div className="mb-0.5 flex items-center gap-1 font-semibold text-muted text-xs">
          {message.fromPhone && <Smartphone aria-hidden="true" size={12} />}
          {author}
        </div>
      )}
      {message.isForwarded && !message.deletedAt && (
        <p className="mb-0.5 flex items-center gap-1 text-muted text-xs italic">
          <Forward aria-hidden="true" size={13} />
          {t('forwarded')}
        </p>
      )}
      {message.quoted && !message.deletedAt && <QuoteBlock contactName={contactName} quoted={message.quoted} />}
    </>
  );
}
