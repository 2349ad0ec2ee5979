'use client';

import type { TicketTab } from '@tiktickets/core/contracts';
import { Archive, Coffee, Inbox, Search, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/ui/button.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';

interface EmptyListProps {
  tab: TicketTab;
  search: string;
  onShowPending: () => void;
}

export function EmptyList({ tab, search, onShowPending }: EmptyListProps) {
  const t = useTranslations('tickets');
  if (search) {
    return (
      <EmptyState icon={<Search size={20} />} text={t('emptySearchText', { search })} title={t('emptySearchTitle')} />
    );
  }
  switch (tab) {
    case 'mine':
      return (
        <EmptyState
          action={<Button onClick={onShowPending}>{t('emptyMineAction')}</Button>}
          icon={<Inbox size={20} />}
          text={t('emptyMineText')}
          title={t('emptyMineTitle')}
        />
      );
    case 'pending':
      return <EmptyState icon={<Coffee size={20} />} text={t('emptyPendingText')} title={t('emptyPendingTitle')} />;
    case 'groups':
      return <EmptyState icon={<Users size={20} />} text={t('emptyGroupsText')} title={t('emptyGroupsTitle')} />;
    case 'closed':
      return <EmptyState icon={<Archive size={20} />} text={t('emptyClosedText')} title={t('emptyClosedTitle')} />;
  }
}

const rows = ['a', 'b', 'c', 'd', 'e', 'f'];

export const ListPlaceholder = () => (
  <div aria-hidden="true">
    {rows.map((row) => (
      <div className="flex h-[82px] gap-2.5 border-b border-b-line-soft px-3.5 py-2.5" key={row}>
        <Skeleton className="size-[38px] rounded-full" />
        <div className="grid flex-1 content-start gap-2 pt-0.5">
          <Skeleton className="h-3.5 w-36" />
          <Skeleton className="h-3 w-full" />
          <Skeleton className="h-3.5 w-20 rounded-full" />
        </div>
      </div>
    ))}
  </div>
);
