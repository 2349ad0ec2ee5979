'use client';

import { keepPreviousData, useQueries } from '@tanstack/react-query';
import type { TicketView } from '@tiktickets/core/contracts';
import { Users } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { displayName, formatPhone } from '@/lib/format/phone.ts';
import { LivePill } from '@/lib/live/live-pill.tsx';
import { ticketTabs } from '@/lib/ticket-tabs.ts';
import { useTRPC } from '@/lib/trpc/context.ts';
import { Avatar } from '@/ui/avatar.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Input } from '@/ui/input.tsx';
import { PageHeader } from '@/ui/page-header.tsx';

/** People one has spoken with, found through their conversations. */
export function ContactSearch() {
  const t = useTranslations('contacts');
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const found = useContacts(search);
  return (
    <div className="flex h-full flex-col">
      <PageHeader status={<LivePill />} title={t('title')} />
      <div className="mx-auto w-full max-w-2xl p-4 pb-2 md:pt-6">
        <Input
          aria-label={t('search')}
          maxLength={100}
          onChange={(event) => setText(event.target.value)}
          placeholder={t('searchPlaceholder')}
          type="search"
          value={text}
        />
      </div>
      <div className="scroll-calm mx-auto min-h-0 w-full max-w-2xl flex-1 overflow-y-auto p-4 pt-2">
        {found.length === 0 && (
          <EmptyState icon={<Users size={20} />} title={search ? t('none', { search }) : t('hint')} />
        )}
        <ul aria-label={t('results')} className="overflow-hidden rounded-xl border bg-panel empty:hidden">
          {found.map((ticket) => (
            <Row key={ticket.contact.id} ticket={ticket} />
          ))}
        </ul>
      </div>
    </div>
  );
}

function Row({ ticket }: { ticket: TicketView }) {
  const t = useTranslations();
  const name = displayName(ticket.contact, t('common.unknown'));
  return (
    <li className="border-b last:border-b-0">
      <Link
        className="-outline-offset-2 flex min-h-14 items-center gap-3 px-4 py-2 hover:bg-hover"
        href={`/tickets/${ticket.id}`}
      >
        <Avatar name={name} sizePx={34} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold">
            <bdi>{name}</bdi>
          </span>
          <span className="tabular block text-muted text-xs">
            {ticket.contact.phone ? formatPhone(ticket.contact.phone) : t('contact.hiddenPhone')}
          </span>
        </span>
        <span className="shrink-0 text-muted text-sm">{ticket.queue?.name}</span>
      </Link>
    </li>
  );
}

/** One row per person over every box, the most recent conversation first. */
function useContacts(search: string): TicketView[] {
  const trpc = useTRPC();
  const input = search ? { search, limit: 20 } : { limit: 20 };
  const pages = useQueries({
    queries: ticketTabs.map((tab) =>
      trpc.tickets.list.queryOptions({ tab, ...input }, { placeholderData: keepPreviousData }),
    ),
  });
  const byContact = new Map<string, TicketView>();
  const tickets = pages
    .flatMap((page) => page.data?.items ?? [])
    .toSorted((a, b) => b.lastActivityAt.localeCompare(a.lastActivityAt));
  for (const ticket of tickets) if (!byContact.has(ticket.contact.id)) byContact.set(ticket.contact.id, ticket);
  return [...byContact.values()];
}
