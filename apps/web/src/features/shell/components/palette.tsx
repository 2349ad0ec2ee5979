'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { BarChart3, ChartNoAxesColumn, Link2, MessageCircle, Settings, Users } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type ReactNode, useDeferredValue, useState } from 'react';
import { hrefOf } from '@/features/tickets/index.ts';
import { displayName, formatPhone } from '@/lib/format/phone.ts';
import { useTRPC } from '@/lib/trpc/context.ts';
import { Avatar } from '@/ui/avatar.tsx';
import { cn } from '@/ui/cn.ts';
import { Dialog } from '@/ui/dialog.tsx';
import { Input } from '@/ui/input.tsx';

interface Choice {
  id: string;
  label: string;
  hint?: string;
  icon: ReactNode;
  href: Route | ReturnType<typeof hrefOf>;
}

/** Everything by name: pages, and the conversations one is most likely to want. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useTranslations();
  const router = useRouter();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const choices = [...usePages(text), ...useTicketChoices(useDeferredValue(text.trim()))];
  const current = Math.min(at, choices.length - 1);
  const choose = (choice: Choice | undefined) => {
    if (!choice) return;
    onClose();
    router.push(choice.href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(choices.length - 1, current + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, current - 1));
    else if (event.key === 'Enter') choose(choices[current]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog
      className="-translate-y-0 top-[12dvh] max-w-lg p-3"
      closeLabel={t('common.close')}
      isTitleHidden
      onOpenChange={(isOpen) => !isOpen && onClose()}
      open
      title={t('palette.title')}
    >
      <Input
        aria-activedescendant={choices[current] ? `palette-${choices[current].id}` : undefined}
        aria-controls="palette-list"
        aria-expanded="true"
        aria-label={t('palette.title')}
        autoFocus
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        placeholder={t('palette.placeholder')}
        role="combobox"
        value={text}
      />
      <div
        aria-label={t('palette.title')}
        className="mt-2 max-h-[50dvh] overflow-y-auto"
        id="palette-list"
        role="listbox"
      >
        {choices.map((choice, index) => (
          <button
            aria-selected={index === current}
            className={cn(
              'flex h-10 w-full items-center gap-2.5 rounded-md px-2.5 text-left max-md:h-11',
              index === current && 'bg-hover',
            )}
            id={`palette-${choice.id}`}
            key={choice.id}
            onClick={() => choose(choice)}
            onPointerMove={() => setAt(index)}
            role="option"
            tabIndex={-1}
            type="button"
          >
            <span className="grid w-6 place-items-center text-muted">{choice.icon}</span>
            <span className="truncate">{choice.label}</span>
            {choice.hint && <span className="tabular ml-auto shrink-0 text-faint text-xs">{choice.hint}</span>}
          </button>
        ))}
        {choices.length === 0 && <p className="p-6 text-center text-muted">{t('palette.empty')}</p>}
      </div>
    </Dialog>
  );
}

function usePages(text: string): Choice[] {
  const t = useTranslations('nav');
  const tChannels = useTranslations('channels');
  const pages: Choice[] = [
    { id: 'tickets', label: t('tickets'), icon: <MessageCircle size={16} />, href: '/tickets' },
    { id: 'dashboard', label: t('dashboard'), icon: <ChartNoAxesColumn size={16} />, href: '/dashboard' },
    { id: 'contacts', label: t('contacts'), icon: <Users size={16} />, href: '/contacts' },
    { id: 'reports', label: t('reports'), icon: <BarChart3 size={16} />, href: '/reports' },
    { id: 'settings', label: t('settings'), icon: <Settings size={16} />, href: '/settings' },
    { id: 'channels', label: tChannels('title'), icon: <Link2 size={16} />, href: '/settings/channels' },
  ];
  const words = plain(text.trim());
  return pages.filter((page) => plain(page.label).includes(words));
}

function useTicketChoices(search: string): Choice[] {
  const t = useTranslations();
  const trpc = useTRPC();
  const options = { initialCursor: null, getNextPageParam: () => null, placeholderData: keepPreviousData };
  const shared = search ? { search } : {};
  const mine = useInfiniteQuery(trpc.tickets.list.infiniteQueryOptions({ tab: 'mine', limit: 5, ...shared }, options));
  const pending = useInfiniteQuery(
    trpc.tickets.list.infiniteQueryOptions({ tab: 'pending', limit: 5, ...shared }, options),
  );
  return (['mine', 'pending'] as const).flatMap((tab) =>
    ((tab === 'mine' ? mine : pending).data?.pages ?? []).flatMap(({ items }) =>
      items.map((ticket) => {
        const name = displayName(ticket.contact, t('common.unknown'));
        return {
          id: ticket.id,
          label: name,
          hint: [t(`tickets.tabs.${tab}`), ticket.contact.phone && formatPhone(ticket.contact.phone)]
            .filter(Boolean)
            .join(' · '),
          icon: <Avatar name={name} sizePx={24} />,
          href: hrefOf({ ticketId: ticket.id, tab }),
        };
      }),
    ),
  );
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
