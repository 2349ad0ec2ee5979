'use client';

import { useTranslations } from 'next-intl';
import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { ticketTabs } from '@/lib/ticket-tabs.ts';
import { useTicketCounts } from '../hooks/ticket-queries.ts';
import { useTicketRoute } from '../hooks/use-ticket-route.ts';

export function ListTabs({ children }: { children: ReactNode }) {
  const t = useTranslations('tickets');
  const counts = useTicketCounts();
  const { route, go } = useTicketRoute();
  return (
    <Tabs.Root
      className="flex min-h-0 flex-1 flex-col"
      onValueChange={(value) => go({ tab: ticketTabs.find((tab) => tab === value) ?? 'mine' })}
      value={route.tab}
    >
      <Tabs.List aria-label={t('tabsLabel')} className="flex shrink-0 gap-0.5 border-b px-3">
        {ticketTabs.map((tab) => (
          <Tabs.Trigger
            className="-mb-px -outline-offset-2 flex items-baseline gap-1 whitespace-nowrap border-transparent border-b-2 px-1.5 pt-1.5 pb-2 text-muted text-sm transition-colors duration-100 hover:text-text data-[state=active]:border-accent data-[state=active]:font-semibold data-[state=active]:text-text max-md:min-h-11 max-md:flex-1 max-md:items-center max-md:justify-center"
            key={tab}
            value={tab}
          >
            {t(`tabs.${tab}`)}
            {tab !== 'closed' && (
              <span className="tabular min-w-[1ch] font-normal text-faint text-xs">{counts?.[tab] || ''}</span>
            )}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content className="flex min-h-0 flex-1 flex-col" tabIndex={-1} value={route.tab}>
        {children}
      </Tabs.Content>
    </Tabs.Root>
  );
}
