'use client';

import type { TicketView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useShortcuts } from '@/lib/shortcuts.ts';
import { Button } from '@/ui/button.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';
import { useConversation } from '../hooks/use-conversation.ts';
import { replyByKey } from '../replies.ts';
import { useCanAnswer } from './can-answer.tsx';
import { MessageScroll } from './message-scroll.tsx';

/** The conversation of one ticket. Give it the ticket's id as key. */
export function MessageLog({ ticket, contactName }: { ticket: TicketView; contactName: string }) {
  const t = useTranslations();
  const { query, messages, find } = useConversation(ticket.id);
  const mayAnswer = useCanAnswer();
  useShortcuts({ r: () => mayAnswer && replyByKey(messages) });
  if (query.isPending) return <Placeholder />;
  if (query.isError && !query.data) {
    return (
      <div className="flex-1">
        <EmptyState
          action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
          title={t('messages.errorTitle')}
        />
      </div>
    );
  }
  return (
    <MessageScroll
      contactName={contactName}
      hasOlder={query.hasNextPage}
      isLoadingOlder={query.isFetchingNextPage}
      messages={messages}
      onFind={find}
      onLoadOlder={() => void query.fetchNextPage()}
      ticket={ticket}
    />
  );
}

const Placeholder = () => (
  <div aria-hidden="true" className="flex flex-1 flex-col justify-end gap-3 p-6">
    <Skeleton className="h-11 w-64 rounded-xl" />
    <Skeleton className="h-16 w-80 self-end rounded-xl" />
    <Skeleton className="h-11 w-52 rounded-xl" />
    <Skeleton className="h-11 w-72 self-end rounded-xl" />
  </div>
);
