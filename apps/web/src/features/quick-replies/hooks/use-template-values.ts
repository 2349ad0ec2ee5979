'use client';

import { useQuery } from '@tanstack/react-query';
import { firstName, type TemplateValues } from '@tiktickets/core/contracts/template';
import { useTimeZone, useTranslations } from 'next-intl';
import { useDesk } from '@/lib/live/desk-provider.tsx';

/** What the variables of a prepared answer mean in this conversation, now. */
export function useTemplateValues(ticketId: string): TemplateValues {
  const t = useTranslations('quickReplies');
  const { trpc, me } = useDesk();
  const timeZone = useTimeZone();
  const { data: ticket } = useQuery(trpc.tickets.get.queryOptions({ id: ticketId }));
  const hour = Number(
    new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(new Date()),
  );
  const name = ticket?.contact.name ?? null;
  return {
    'contact.name': name,
    'contact.first_name': name && firstName(name),
    'contact.phone': ticket?.contact.phone ?? null,
    'agent.name': me.user.name,
    'agent.first_name': firstName(me.user.name),
    'queue.name': ticket?.queue?.name ?? null,
    protocol: ticket?.protocol ?? null,
    greeting: t(partOfDay(hour)),
  };
}

function partOfDay(hour: number): 'morning' | 'afternoon' | 'evening' {
  if (hour < 12) return 'morning';
  return hour < 18 ? 'afternoon' : 'evening';
}
