'use client';

import type { MessageView } from '@tiktickets/core/contracts';
import { Hourglass } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useTimes } from '@/lib/format/use-times.ts';
import { waitOf } from '../message-rules.ts';

/** Says what an outgoing message waits for, once that takes longer than it should. */
export function DeliveryWait({ message }: { message: MessageView }) {
  const t = useTranslations('messages.waits');
  const times = useTimes();
  const [nowMs, setNowMs] = useState(() => Date.now());
  const { wait, againInMs } = waitOf(message, nowMs);
  // The external system: the clock.
  useEffect(() => {
    if (againInMs === null) return;
    const timer = setTimeout(() => setNowMs(Date.now()), Math.min(againInMs + 20, 3_600_000));
    return () => clearTimeout(timer);
  }, [againInMs]);
  if (!wait) return null;
  const { hold } = message;
  return (
    <p
      className="mt-1 flex max-w-[86%] items-center justify-end gap-1 text-muted text-xs"
      title={wait === 'hold' ? undefined : t(`${wait}Hint`)}
    >
      <Hourglass aria-hidden="true" className="shrink-0" size={12} />
      {wait === 'hold' && hold
        ? t(`hold.${hold.reason}`, { time: times.full(hold.until) })
        : t(wait === 'hold' ? 'server' : wait)}
    </p>
  );
}
