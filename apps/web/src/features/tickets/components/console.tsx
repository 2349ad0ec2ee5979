'use client';

import { MessagesSquare } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { ContactPanel } from '@/features/contacts/index.ts';
import { useShortcuts } from '@/lib/shortcuts.ts';
import { hasCode } from '@/lib/trpc/errors.ts';
import { cn } from '@/ui/cn.ts';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Kbd } from '@/ui/kbd.tsx';
import { useTicket } from '../hooks/ticket-queries.ts';
import { useTicketRoute } from '../hooks/use-ticket-route.ts';
import { Conversation } from './conversation.tsx';
import { ListPane } from './list-pane.tsx';

/** List, conversation and contact side by side; on a phone one after the other. The list is never unmounted. */
export function Console() {
  const t = useTranslations('tickets');
  const { route, go } = useTicketRoute();
  const { ticketId } = route;
  const back = useCallback(() => go({ ticketId: null }), [go]);
  const move = useCallback((id: string) => go({ ticketId: id }, 'replace'), [go]);
  useShortcuts({
    '/': () => document.querySelector<HTMLElement>('[data-list-search]')?.focus(),
    escape: () => ticketId && back(),
  });
  return (
    <div className="grid h-full min-h-0 md:grid-cols-[320px_minmax(0,1fr)] xl:grid-cols-[320px_minmax(0,1fr)_312px]">
      <ListPane
        className={cn('flex min-h-0 min-w-0 flex-col border-r bg-panel max-md:border-r-0', ticketId && 'max-md:hidden')}
      />
      <section
        aria-label={t('conversation')}
        className={cn('flex min-h-0 min-w-0 flex-col bg-bg xl:last:col-span-2', !ticketId && 'max-md:hidden')}
      >
        {/* On a phone the list, and with it the page's heading, is out of sight. */}
        {ticketId && <h1 className="sr-only md:hidden">{t('title')}</h1>}
        {ticketId ? (
          <Conversation
            key={ticketId}
            onAccepted={() => go({ tab: 'mine' }, 'replace')}
            onBack={back}
            onMoved={move}
            ticketId={ticketId}
          />
        ) : (
          <EmptyState
            icon={<MessagesSquare size={20} />}
            text={t.rich('pickText', {
              j: () => <Kbd>J</Kbd>,
              k: () => <Kbd>K</Kbd>,
              enter: () => <Kbd>Enter</Kbd>,
            })}
            title={t('pickTitle')}
          />
        )}
      </section>
      {ticketId && <SidePanel ticketId={ticketId} />}
    </div>
  );
}

function SidePanel({ ticketId }: { ticketId: string }) {
  const t = useTranslations('contact');
  const { data: ticket, isError, error } = useTicket(ticketId);
  // What is out of sight now is not shown from memory.
  if (isError && (!ticket || hasCode(error, 'not-found'))) return null;
  return (
    <aside aria-label={t('panel')} className="scroll-calm overflow-y-auto border-l bg-panel p-4 max-xl:hidden">
      {ticket && <ContactPanel ticket={ticket} />}
    </aside>
  );
}
