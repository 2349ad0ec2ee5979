'use client';

import type { TicketView } from '@tiktickets/core/contracts';
import { Check, Eye } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type CSSProperties, memo } from 'react';
import { DeliveryIcon, KindIcon, plainOf } from '@/features/messages/index.ts';
import { useHasDraft } from '@/lib/drafts.ts';
import { displayName, pictureOf } from '@/lib/format/phone.ts';
import { useTimes } from '@/lib/format/use-times.ts';
import { useIsTyping } from '@/lib/live/desk-provider.tsx';
import { Avatar } from '@/ui/avatar.tsx';
import { CountBadge, Pill } from '@/ui/badge.tsx';
import { cn } from '@/ui/cn.ts';
import { IconButton } from '@/ui/icon-button.tsx';
import { ChannelGlyph } from './channel-glyph.tsx';

export interface TicketRowProps {
  ticket: TicketView;
  href: string;
  index: number;
  startPx: number;
  isSelected: boolean;
  measure: (element: Element | null) => void;
  onOpen: (ticket: TicketView) => void;
  onPrepare: (ticket: TicketView) => void;
  onAccept: (ticket: TicketView) => void;
}

export const TicketRow = memo(function TicketRow(props: TicketRowProps) {
  const { ticket, href, index, startPx, isSelected, measure, onOpen, onPrepare, onAccept } = props;
  const t = useTranslations('tickets');
  const tCommon = useTranslations('common');
  const times = useTimes();
  const name = displayName(ticket.contact, tCommon('unknown'));
  const unread = ticket.unreadCount > 0 ? t('unread', { count: ticket.unreadCount }) : null;
  const style: CSSProperties = {
    transform: `translateY(${startPx}px)`,
    borderLeftColor: ticket.queue?.color ?? 'transparent',
  };
  return (
    <li
      aria-label={[name, unread, times.brief(ticket.lastActivityAt)].filter(Boolean).join(', ')}
      className={cn(
        'group absolute inset-x-0 top-0 border-b border-b-line-soft border-l-[3px] transition-colors duration-100',
        isSelected ? 'bg-selected' : 'hover:bg-hover',
      )}
      data-index={index}
      ref={measure}
      style={style}
    >
      <a
        aria-current={isSelected ? 'true' : undefined}
        className="-outline-offset-2 flex gap-2.5 px-3.5 py-2.5 pl-[11px] max-md:py-3"
        href={href}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
          event.preventDefault();
          onOpen(ticket);
        }}
        onFocus={() => onPrepare(ticket)}
        onPointerDown={() => onPrepare(ticket)}
        onPointerEnter={() => onPrepare(ticket)}
      >
        <Avatar badge={<ChannelGlyph kind={ticket.channel.kind} />} name={name} src={pictureOf(ticket.contact)} />
        <span className="block min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className="truncate font-semibold">
              <bdi>{name}</bdi>
            </span>
            <time className="tabular ml-auto shrink-0 text-faint text-xs" dateTime={ticket.lastActivityAt}>
              {times.brief(ticket.lastActivityAt)}
            </time>
          </span>
          <span className="flex h-5 items-center gap-2">
            <Preview isUnread={unread !== null} ticket={ticket} />
            {unread && (
              <CountBadge aria-label={unread} className="ml-auto shrink-0" count={ticket.unreadCount} role="img" />
            )}
          </span>
          <Pills ticket={ticket} />
        </span>
      </a>
      {ticket.state === 'pending' && (
        <span className="absolute right-2 bottom-1 flex rounded-md border bg-panel opacity-0 transition-opacity duration-100 focus-within:opacity-100 group-hover:opacity-100 max-md:hidden">
          <IconButton
            className="size-6"
            hint={t('peekHint')}
            label={t('peek')}
            onClick={() => onOpen(ticket)}
            tabIndex={-1}
          >
            <Eye size={15} />
          </IconButton>
          <IconButton
            className="size-6 text-accent"
            label={t('take', { name })}
            onClick={() => onAccept(ticket)}
            tabIndex={-1}
          >
            <Check size={16} />
          </IconButton>
        </span>
      )}
    </li>
  );
});

function Preview({ ticket, isUnread }: { ticket: TicketView; isUnread: boolean }) {
  const t = useTranslations();
  const isTyping = useIsTyping(ticket.id);
  const last = ticket.lastMessage;
  const look = cn('flex min-w-0 items-center gap-1', isUnread ? 'text-text' : 'text-muted');
  if (isTyping) return <span className="truncate text-accent">{t('tickets.typing')}</span>;
  if (!last) return <span className={cn(look, 'text-faint')}>{t('tickets.noMessages')}</span>;
  return (
    <span className={look}>
      {last.direction === 'out' && last.state && <DeliveryIcon sizePx={14} state={last.state} />}
      {last.kind !== 'text' && <KindIcon kind={last.kind} />}
      <span className="truncate" dir="auto">
        {plainOf(last.preview) || t(`messages.kinds.${last.kind}`)}
      </span>
    </span>
  );
}

function Pills({ ticket }: { ticket: TicketView }) {
  const t = useTranslations('tickets');
  const times = useTimes();
  const hasDraft = useHasDraft(ticket.id);
  const waitsSince = ticket.state === 'pending' ? ticket.attendanceOpenedAt : null;
  return (
    <span className="mt-1 flex h-[18px] items-center gap-[5px] overflow-hidden">
      <Pill tone={ticket.queue ? 'accent' : 'quiet'}>{ticket.queue?.name ?? t('noQueue')}</Pill>
      {waitsSince && <Pill tone="warn">{t('waiting', { time: times.ago(waitsSince) })}</Pill>}
      {hasDraft && <Pill>{t('draft')}</Pill>}
    </span>
  );
}
