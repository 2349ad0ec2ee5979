'use client';

import { useTranslations } from 'next-intl';
import { cn } from '@/ui/cn.ts';
import { useTimes } from '../format/use-times.ts';
import { useFeedStatus } from './desk-provider.tsx';

/** Whether what is on the screen is the present. */
export function LivePill({ className }: { className?: string }) {
  const t = useTranslations('live');
  const times = useTimes();
  const status = useFeedStatus();
  const isLive = status.kind === 'live';
  const isOffline = status.kind === 'offline';
  return (
    <span
      aria-label={t('label')}
      className={cn(
        'flex items-center gap-1.5 whitespace-nowrap text-xs',
        isOffline ? 'text-danger' : 'text-muted',
        className,
      )}
      role="status"
    >
      <span
        aria-hidden="true"
        className={cn(
          'size-[7px] rounded-full',
          isLive && 'bg-accent',
          isOffline && 'bg-danger',
          !isLive && !isOffline && 'bg-warn',
        )}
      />
      {isLive && t('live')}
      {isOffline && t('offline', { time: times.clock(new Date(status.sinceMs).toISOString()) })}
      {!isLive && !isOffline && t('catchingUp')}
    </span>
  );
}
