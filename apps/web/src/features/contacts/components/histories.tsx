'use client';

import { useQuery } from '@tanstack/react-query';
import type { TicketLogView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useTimes } from '@/lib/format/use-times.ts';
import { useTRPC } from '@/lib/trpc/context.ts';
import { Skeleton } from '@/ui/skeleton.tsx';

/** Every service cycle of this conversation, newest first, under the protocol the customer was told. */
export function AttendanceHistory({ ticketId }: { ticketId: string }) {
  const t = useTranslations('contact');
  const times = useTimes();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.tickets.attendances.queryOptions({ id: ticketId }));
  if (!data) return <Placeholder />;
  if (data.length === 0) return <p className="text-muted text-sm">{t('noHistory')}</p>;
  return (
    <Timeline>
      {data.map((cycle) => (
        <Moment
          key={cycle.id}
          note={[
            times.full(cycle.openedAt),
            cycle.closedAt ? t('lasted', { time: times.ago(cycle.openedAt, new Date(cycle.closedAt)) }) : t('current'),
          ].join(' · ')}
        >
          {[cycle.protocol, cycle.queueName, cycle.agentName].filter(Boolean).join(' · ')}
        </Moment>
      ))}
    </Timeline>
  );
}

/** What was done with this conversation; nothing at all while nothing was. */
export function TicketHistory({ ticketId, heading }: { ticketId: string; heading: ReactNode }) {
  const t = useTranslations('contact');
  const times = useTimes();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.tickets.log.queryOptions({ id: ticketId }));
  if (!data) {
    return (
      <>
        {heading}
        <Placeholder />
      </>
    );
  }
  if (data.length === 0) return null;
  const sentence = ({ type, actorName, target }: TicketLogView) =>
    type === 'reopened' && !actorName
      ? t('logTypes.reopenedByCustomer')
      : t(`logTypes.${type}`, { name: actorName ?? t('system'), target: target ?? '' });
  return (
    <>
      {heading}
      <Timeline>
        {data.map((entry) => (
          <Moment key={entry.id} note={times.full(entry.at)}>
            {sentence(entry)}
            {entry.note && <q className="block text-muted text-sm">{entry.note}</q>}
          </Moment>
        ))}
      </Timeline>
    </>
  );
}

const Timeline = ({ children }: { children: ReactNode }) => (
  <ol className="relative grid gap-2.5 pl-4 before:absolute before:inset-y-1.5 before:left-1 before:w-px before:bg-line">
    {children}
  </ol>
);

const Moment = ({ note, children }: { note: string; children: ReactNode }) => (
  <li className="tabular relative before:absolute before:top-1.5 before:-left-[15px] before:size-[7px] before:rounded-full before:border-[1.5px] before:border-faint before:bg-panel">
    {children}
    <span className="block text-faint text-xs">{note}</span>
  </li>
);

const Placeholder = () => (
  <div className="grid gap-2">
    <Skeleton className="h-3.5 w-40" />
    <Skeleton className="h-3.5 w-28" />
  </div>
);
