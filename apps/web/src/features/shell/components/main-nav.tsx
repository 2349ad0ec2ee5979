'use client';

import { BarChart3, ChartNoAxesColumn, MessageCircle, Settings, Smartphone, Users } from 'lucide-react';
import type { Route } from 'next';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { useTicketCounts } from '@/features/tickets/index.ts';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { CountBadge } from '@/ui/badge.tsx';
import { cn } from '@/ui/cn.ts';
import { patiently } from '@/ui/patiently.ts';
import { Tooltip } from '@/ui/tooltip.tsx';
import { UserMenu } from './user-menu.tsx';

const AlertBell = dynamic(
  () => patiently(() => import('@/features/channels/index.ts')).then((module) => module.AlertBell),
  {
    ssr: false,
  },
);

export function MainNav({ className, onShowShortcuts }: { className?: string; onShowShortcuts: () => void }) {
  const t = useTranslations('nav');
  const { me } = useDesk();
  const unread = useTicketCounts()?.unread ?? 0;
  return (
    <nav
      aria-label={t('main')}
      className={cn(
        'safe-bottom flex border-line bg-rail max-md:row-start-2 max-md:justify-around max-md:border-t max-md:bg-panel max-md:px-1 md:flex-col md:items-center md:gap-1 md:border-r md:py-2.5',
        className,
      )}
    >
      <span
        aria-hidden="true"
        className="-tracking-wide mb-2 grid size-8 place-items-center rounded-[9px] bg-accent font-bold text-accent-ink text-sm max-md:hidden"
      >
        tt
      </span>
      <NavLink
        href="/tickets"
        icon={<MessageCircle />}
        label={t('tickets')}
        note={unread > 0 ? t('unread', { count: unread }) : undefined}
      >
        {unread > 0 && (
          <CountBadge
            aria-hidden="true"
            className="absolute top-0.5 right-0 h-4 min-w-4 px-1 text-[10px] max-md:left-[calc(50%+4px)] max-md:right-auto"
            count={unread}
          />
        )}
      </NavLink>
      <NavLink href="/dashboard" icon={<ChartNoAxesColumn />} label={t('dashboard')} />
      <NavLink href="/contacts" icon={<Users />} label={t('contacts')} />
      <NavLink href="/reports" icon={<BarChart3 />} label={t('reports')} />
      {me.demo && <NavLink className="max-md:hidden" href="/demo/phones" icon={<Smartphone />} label={t('phones')} />}
      <span className="flex-1 max-md:hidden" />
      {me.permissions.includes('channel:manage') && <AlertBell />}
      <NavLink href="/settings" icon={<Settings />} label={t('settings')} />
      <div className="mt-1 max-md:hidden">
        <UserMenu onShowShortcuts={onShowShortcuts} />
      </div>
    </nav>
  );
}

interface NavLinkProps {
  href: Route;
  label: string;
  icon: ReactNode;
  note?: string;
  className?: string;
  children?: ReactNode;
}

function NavLink({ href, label, icon, note, className, children }: NavLinkProps) {
  const pathname = usePathname();
  const noteId = useId();
  const isHere = pathname === href || pathname.startsWith(`${href}/`);
  return (
    <Tooltip side="right" text={note ? `${label} · ${note}` : label}>
      <Link
        aria-current={isHere ? 'page' : undefined}
        aria-describedby={note ? noteId : undefined}
        className={cn(
          'relative grid place-items-center rounded-[9px] text-muted transition-colors duration-100 hover:text-text md:size-[38px] [&>svg]:size-[18px]',
          'max-md:min-h-[52px] max-md:min-w-11 max-md:flex-1 max-md:content-center max-md:gap-0.5 max-md:[&>svg]:size-5',
          isHere && 'text-text max-md:text-accent md:bg-panel md:shadow-[inset_0_0_0_1px_var(--line)]',
          className,
        )}
        href={href}
      >
        {icon}
        <span className="text-[10.5px] md:sr-only">{label}</span>
        {children}
        {note && (
          <span hidden id={noteId}>
            {note}
          </span>
        )}
      </Link>
    </Tooltip>
  );
}
