import type { ChannelState } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { cn } from '@/ui/cn.ts';

const dots: Record<ChannelState, string> = {
  disconnected: 'bg-line-strong',
  connecting: 'bg-warn',
  qr: 'bg-info',
  pairing: 'bg-warn',
  connected: 'bg-accent',
  reconnecting: 'bg-warn',
  logged_out: 'bg-danger',
  replaced: 'bg-danger',
  banned: 'bg-danger',
};

export function ChannelStateText({ state }: { state: ChannelState }) {
  const t = useTranslations('channels.states');
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap font-medium text-sm">
      <span aria-hidden="true" className={cn('size-2 rounded-full', dots[state])} />
      <span>{t(state)}</span>
    </span>
  );
}
