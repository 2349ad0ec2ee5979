'use client';

import type { ChannelView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useTimes } from '@/lib/format/use-times.ts';

/** How far the phone's past has come, and what the provider announced and never gave. */
export function SyncState({ channel }: { channel: Pick<ChannelView, 'historyPercent' | 'gap'> }) {
  const t = useTranslations('channels');
  const times = useTimes();
  const { historyPercent, gap } = channel;
  return (
    <>
      {historyPercent !== null && <p className="text-muted text-sm">{t('history', { percent: historyPercent })}</p>}
      {gap && <p className="text-sm text-warn">{t('gap', { count: gap.messages, until: times.full(gap.until) })}</p>}
    </>
  );
}
