'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { Reply } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { patiently } from '@/ui/patiently.ts';
import { canBeQuoted, startReply } from '../replies.ts';
import { useCanAnswer } from './can-answer.tsx';
import { MessageMenuButton } from './message-menu-button.tsx';

const MessageMenu = dynamic(() => patiently(() => import('./message-menu.tsx')).then((module) => module.MessageMenu), {
  ssr: false,
  loading: () => <MessageMenuButton aria-expanded="true" />,
});

/** What can be done with a message: beside it while it is pointed at, always there on a phone. */
export function BubbleActions({ message }: { message: MessageView }) {
  const t = useTranslations('messages.menu');
  const [isWanted, setIsWanted] = useState(false);
  const mayReply = useCanAnswer() && canBeQuoted(message);
  const hasMenu = mayReply || Boolean(message.body) || message.media?.state === 'stored';
  if (message.deletedAt || message.rev === 0 || !hasMenu) return null;
  const reply = () => startReply(message);
  return (
    <div className="flex shrink-0 items-center opacity-0 transition-opacity duration-100 focus-within:opacity-100 group-hover/message:opacity-100 has-[[data-state=open]]:opacity-100 max-md:opacity-100">
      {mayReply && (
        <button
          aria-label={t('reply')}
          className="grid size-7 place-items-center rounded-md text-faint hover:bg-hover hover:text-text max-md:hidden"
          onClick={reply}
          title={t('reply')}
          type="button"
        >
          <Reply aria-hidden="true" size={16} />
        </button>
      )}
      {isWanted ? (
        <MessageMenu message={message} onReply={mayReply ? reply : null} />
      ) : (
        <MessageMenuButton aria-expanded="false" onClick={() => setIsWanted(true)} />
      )}
    </div>
  );
}
