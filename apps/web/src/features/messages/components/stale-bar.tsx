'use client';

import { CircleAlert } from 'lucide-react';
import { useFormatter, useNow, useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useDesk, useOutboxOf } from '@/lib/live/desk-provider.tsx';
import { Button } from '@/ui/button.tsx';

interface StaleBarProps {
  ticketId: string;
  /** Gives what was written back to the composer. */
  onEdit: (text: string) => void;
}

/** Somebody else answered while this was being written (or waited without a connection): its author decides. */
export function StaleBar({ ticketId, onEdit }: StaleBarProps) {
  const t = useTranslations('composer.stale');
  const format = useFormatter();
  const now = useNow({ updateInterval: 5_000 });
  const { outbox, discard } = useDesk();
  const waiting = useOutboxOf(ticketId).filter((entry) => entry.failure === null);
  const stale = waiting.find((entry) => entry.stale)?.stale;
  const area = useRef<HTMLElement>(null);
  const lastId = stale?.lastId;
  // The external system: the focus. Whoever is writing the next words is not disturbed.
  useEffect(() => {
    const composer = document.querySelector<HTMLTextAreaElement>('[data-composer]');
    if (lastId && !composer?.value) area.current?.focus();
  }, [lastId]);
  if (!stale) return null;
  const name = stale.authorName ?? t('phone');
  const ago = format.relativeTime(new Date(stale.at), new Date(Math.max(now.getTime(), Date.parse(stale.at))));
  const drop = () => {
    // The last first: what follows a discarded one is sent.
    for (const entry of waiting.toReversed()) discard(entry.clientId);
  };
  return (
    <section
      aria-label={t('label')}
      className="mb-2 grid gap-2 rounded-[10px] border border-warn bg-warn-soft px-3 py-2 text-sm"
      ref={area}
      role="alert"
      tabIndex={-1}
    >
      <div className="flex items-start gap-2">
        <CircleAlert aria-hidden="true" className="mt-0.5 shrink-0" size={16} />
        <div className="min-w-0">
          <p className="font-semibold">{t('question', { name, ago, count: stale.count })}</p>
          {stale.preview && <p className="truncate text-muted">“{stale.preview}”</p>}
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => outbox.sendAnyway(ticketId)} size="sm" tone="primary">
          {t('send')}
        </Button>
        <Button
          onClick={() => {
            drop();
            onEdit(waiting.map((entry) => entry.body).join('\n'));
          }}
          size="sm"
        >
          {t('edit')}
        </Button>
        <Button onClick={drop} size="sm" tone="ghost">
          {t('discard')}
        </Button>
      </div>
    </section>
  );
}
