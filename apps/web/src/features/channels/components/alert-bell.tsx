'use client';

import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { CountBadge } from '@/ui/badge.tsx';
import { Tooltip } from '@/ui/tooltip.tsx';
import { useChannels } from '../hooks/use-channels.ts';

/** Stands in the navigation while something is wrong with a number, and goes by itself when it is over. */
export function AlertBell() {
  const t = useTranslations('channels');
  const alerts = useChannels().data?.flatMap((channel) => channel.alerts.map(({ kind }) => ({ kind, channel }))) ?? [];
  const [first] = alerts;
  if (!first) return null;
  const text = t('bell', { count: alerts.length, name: first.channel.name, alert: t(`alerts.${first.kind}`) });
  return (
    <Tooltip side="right" text={text}>
      <Link
        aria-label={text}
        className="relative grid size-[38px] place-items-center rounded-[9px] text-danger max-md:min-h-[52px] max-md:min-w-11 max-md:flex-1"
        href="/settings/channels"
      >
        <TriangleAlert aria-hidden="true" size={18} />
        <CountBadge
          aria-hidden="true"
          className="absolute top-0.5 right-0 h-4 min-w-4 bg-danger px-1 text-[10px]"
          count={alerts.length}
        />
      </Link>
    </Tooltip>
  );
}
