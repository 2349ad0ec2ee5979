import type { DeliveryState } from '@tiktickets/core/contracts';
import { Check, CheckCheck, CircleAlert, Clock3, type LucideIcon, Mic } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '@/ui/cn.ts';

const looks: Record<DeliveryState, { Icon: LucideIcon; className: string }> = {
  queued: { Icon: Clock3, className: 'text-faint' },
  sending: { Icon: Clock3, className: 'text-faint' },
  sent: { Icon: Check, className: 'text-faint' },
  delivered: { Icon: CheckCheck, className: 'text-faint' },
  read: { Icon: CheckCheck, className: 'text-read' },
  played: { Icon: Mic, className: 'text-read' },
  failed: { Icon: CircleAlert, className: 'text-danger' },
};

/** How far an outgoing message got, as a named picture. */
export function DeliveryIcon({ state, sizePx = 15 }: { state: DeliveryState; sizePx?: number }) {
  const t = useTranslations('messages.states');
  const { Icon, className } = looks[state];
  return (
    <span aria-label={t(state)} className={cn('inline-flex shrink-0', className)} role="img">
      <Icon aria-hidden="true" size={sizePx} strokeWidth={state === 'read' ? 2.4 : 2.1} />
    </span>
  );
}
