'use client';

import { useTranslations } from 'next-intl';
import { useTimes } from '@/lib/format/use-times.ts';
import type { MessageRow } from '../message-rows.ts';

type DividerRow = Exclude<MessageRow, { type: 'message' | 'album' }>;

export function Divider({ row, ticketNumber }: { row: DividerRow; ticketNumber: number }) {
  const t = useTranslations('messages');
  const times = useTimes();
  switch (row.type) {
    case 'beginning':
      return <p className="py-3 text-center text-faint text-xs">{t('beginning')}</p>;
    case 'day':
      return <p className="pt-4 pb-1.5 text-center text-faint text-xs first-letter:uppercase">{times.day(row.at)}</p>;
    case 'protocol':
      return (
        <Line className="text-accent">{t('protocol', { protocol: `${ticketNumber}-${row.attendanceNumber}` })}</Line>
      );
    case 'unread':
      return <Line className="font-medium text-info">{t('unreadMarker', { count: row.count })}</Line>;
  }
}

function Line({ className, children }: { className: string; children: React.ReactNode }) {
  return (
    <div className={`flex items-center gap-2.5 py-2 text-xs ${className}`}>
      <span className="h-px flex-1 bg-line" />
      <span>{children}</span>
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}
