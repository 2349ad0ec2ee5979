'use client';

import type { TicketTab } from '@tiktickets/core/contracts';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { hrefOf, useTicketCounts, useTicketList } from '@/features/tickets/index.ts';
import { displayName } from '@/lib/format/phone.ts';
import { useTimes } from '@/lib/format/use-times.ts';
import { LivePill } from '@/lib/live/live-pill.tsx';
import { Avatar } from '@/ui/avatar.tsx';
import { PageHeader } from '@/ui/page-header.tsx';

const oldestShown = 8;

/** The numbers of this moment. Each leads to its conversations. */
export function Dashboard() {
  const t = useTranslations('dashboard');
  const counts = useTicketCounts();
  return (
    <div className="flex h-full flex-col">
      <PageHeader status={<LivePill />} title={t('title')} />
      <div className="scroll-calm flex-1 overflow-y-auto p-4 md:p-6">
        <div className="mx-auto grid max-w-4xl gap-6">
          <section aria-label={t('now')} className="grid grid-cols-2 gap-3 lg:grid-cols-4">
            <Figure label={t('pending')} tab="pending" value={counts?.pending} />
            <Figure label={t('mine')} tab="mine" value={counts?.mine} />
            <Figure label={t('groups')} tab="groups" value={counts?.groups} />
            <Figure label={t('unread')} tab="mine" value={counts?.unread} />
          </section>
          <LongestWaiting />
        </div>
      </div>
    </div>
  );
}

function Figure({ label, value, tab }: { label: string; value: number | undefined; tab: TicketTab }) {
  return (
    <Link
      className="rounded-xl border bg-panel p-4 transition-colors duration-100 hover:border-line-strong"
      href={hrefOf({ tab })}
    >
      <span className="block text-muted text-sm">{label}</span>
      <span className="tabular mt-1 block min-h-10 font-semibold text-4xl leading-none">{value ?? ''}</span>
    </Link>
  );
}

function LongestWaiting() {
  const t = useTranslations('dashboard');
  const tCommon = useTranslations('common');
  const times = useTimes();
  const pages = useTicketList({ tab: 'pending' }).data?.pages;
  if (!pages) return null;
  const since = (at: string | null) => at ?? '9999';
  const waiting = pages
    .flatMap((page) => page.items)
    .toSorted((a, b) => since(a.attendanceOpenedAt).localeCompare(since(b.attendanceOpenedAt)))
    .slice(0, oldestShown);
  return (
    <section>
      <h2 className="mb-2 font-semibold text-muted text-sm">{t('oldest')}</h2>
      {waiting.length === 0 && <p className="rounded-xl border bg-panel p-4 text-muted">{t('oldestEmpty')}</p>}
      <ul className="overflow-hidden rounded-xl border bg-panel empty:hidden">
        {waiting.map((ticket) => (
          <li className="border-b last:border-b-0" key={ticket.id}>
            <Link
              className="-outline-offset-2 flex min-h-12 items-center gap-3 px-4 py-2 hover:bg-hover"
              href={hrefOf({ ticketId: ticket.id, tab: 'pending' })}
            >
              <Avatar name={displayName(ticket.contact, tCommon('unknown'))} sizePx={28} />
              <span className="min-w-0 flex-1 truncate font-semibold">
                <bdi>{displayName(ticket.contact, tCommon('unknown'))}</bdi>
              </span>
              <span className="shrink-0 text-muted text-sm">{ticket.queue?.name}</span>
              <span className="tabular w-16 shrink-0 text-right text-warn text-sm">
                {ticket.attendanceOpenedAt && times.ago(ticket.attendanceOpenedAt)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
