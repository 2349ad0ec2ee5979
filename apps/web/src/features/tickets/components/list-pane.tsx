'use client';

import { useTranslations } from 'next-intl';
import { LivePill } from '@/lib/live/live-pill.tsx';
import { ListFilters } from './list-filters.tsx';
import { ListTabs } from './list-tabs.tsx';
import { SearchBox } from './search-box.tsx';
import { TicketList } from './ticket-list.tsx';

export function ListPane({ className }: { className?: string }) {
  const t = useTranslations('tickets');
  return (
    <section aria-label={t('title')} className={className}>
      <div className="flex min-h-0 flex-1 flex-col">
        <header className="safe-top flex items-center gap-2 px-3.5 pt-3 pb-2">
          <h1 className="font-semibold text-md">{t('title')}</h1>
          <LivePill className="ml-auto" />
        </header>
        <div className="mx-3 mb-2 flex items-center gap-1.5">
          <SearchBox />
          <ListFilters />
        </div>
        <ListTabs>
          <TicketList />
        </ListTabs>
      </div>
    </section>
  );
}
