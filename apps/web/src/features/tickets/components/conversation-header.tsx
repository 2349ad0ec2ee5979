'use client';

import type { TicketView } from '@tiktickets/core/contracts';
import { ArrowLeft, ArrowRightLeft, type LucideIcon, PanelRight, Undo2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { displayName, pictureOf } from '@/lib/format/phone.ts';
import { useTimes } from '@/lib/format/use-times.ts';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { LivePill } from '@/lib/live/live-pill.tsx';
import { useAllowed } from '@/lib/use-allowed.ts';
import { Avatar } from '@/ui/avatar.tsx';
import { Button } from '@/ui/button.tsx';
import { IconButton } from '@/ui/icon-button.tsx';
import { patiently } from '@/ui/patiently.ts';
import type { useTicketActions } from '../hooks/use-ticket-actions.ts';
import { MoreButton } from './more-button.tsx';

const MoreMenu = dynamic(() => patiently(() => import('./more-menu.tsx')).then((module) => module.MoreMenu), {
  ssr: false,
  loading: () => <MoreButton aria-expanded="true" />,
});

interface ConversationHeaderProps {
  ticket: TicketView;
  actions: ReturnType<typeof useTicketActions>;
  onAccept: () => void;
  onBack: () => void;
  onShowContext: () => void;
  /** Null when this person may not, or there is nothing to hand on. */
  onTransfer: (() => void) | null;
}

export function ConversationHeader(props: ConversationHeaderProps) {
  const { ticket, actions, onAccept, onBack, onShowContext, onTransfer } = props;
  const t = useTranslations();
  const name = displayName(ticket.contact, t('common.unknown'));
  return (
    <header className="safe-top shrink-0 border-b bg-panel">
      <div className="flex h-14 items-center gap-2.5 px-4 max-md:px-1.5">
        <IconButton className="md:hidden" label={t('common.back')} onClick={onBack} side="bottom">
          <ArrowLeft size={20} />
        </IconButton>
        <Avatar className="max-md:hidden" name={name} sizePx={34} src={pictureOf(ticket.contact)} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold text-[14px] leading-snug">
            <bdi>{name}</bdi>
          </h2>
          <p className="tabular truncate text-muted text-xs">
            <Summary ticket={ticket} />
          </p>
        </div>
        <LivePill className="max-md:[&:not(:has(.bg-danger)):not(:has(.bg-warn))]:sr-only md:hidden" />
        <Actions actions={actions} onAccept={onAccept} onTransfer={onTransfer} ticket={ticket} />
        <IconButton className="xl:hidden" label={t('tickets.openContext')} onClick={onShowContext} side="bottom">
          <PanelRight size={18} />
        </IconButton>
      </div>
    </header>
  );
}

function Summary({ ticket }: { ticket: TicketView }) {
  const t = useTranslations('tickets');
  const times = useTimes();
  const { me } = useDesk();
  const parts = [ticket.queue?.name ?? t('noQueue')];
  if (ticket.group && ticket.group.memberCount > 0) parts.push(t('members', { count: ticket.group.memberCount }));
  if (ticket.state === 'closed') parts.push(t('closedState'));
  else if (ticket.state === 'pending') {
    if (ticket.attendanceOpenedAt) parts.push(t('waitingSince', { time: times.ago(ticket.attendanceOpenedAt) }));
  } else if (ticket.agent) {
    const time = times.ago(ticket.acceptedAt ?? ticket.lastActivityAt);
    parts.push(
      ticket.agent.id === me.user.id ? t('withYou', { time }) : t('withAgent', { name: ticket.agent.name, time }),
    );
  }
  if (ticket.protocol) parts.push(`#${ticket.protocol}`);
  return parts.join(' · ');
}

type ActionsProps = Pick<ConversationHeaderProps, 'ticket' | 'actions' | 'onAccept' | 'onTransfer'>;

function Actions({ ticket, actions, onAccept, onTransfer }: ActionsProps) {
  const t = useTranslations('tickets');
  const allowed = useAllowed();
  const { id, state, isGroup } = ticket;
  const mayReturn = state === 'open' && !isGroup && allowed('ticket:return');
  const secondary: SecondaryAction[] = [];
  if (onTransfer) secondary.push({ icon: ArrowRightLeft, label: t('transfer'), onClick: onTransfer });
  if (mayReturn) secondary.push({ icon: Undo2, label: t('return'), onClick: () => actions.giveBack.mutate({ id }) });
  return (
    <div className="flex shrink-0 items-center gap-2 max-md:gap-1">
      {secondary.map((action) => (
        <Secondary {...action} disabled={actions.giveBack.isPending} key={action.label} />
      ))}
      {state === 'pending' && allowed('ticket:accept') && (
        <Button disabled={actions.accept.isPending} onClick={onAccept} tone="primary">
          {t('accept')}
        </Button>
      )}
      {state === 'open' && allowed('ticket:close') && (!isGroup || allowed('ticket:read-unqueued')) && (
        <Button disabled={actions.close.isPending} onClick={() => actions.close.mutate({ id })} tone="primary">
          {t('close')}
        </Button>
      )}
      {state === 'closed' && allowed('ticket:reopen') && (
        <Button disabled={actions.reopen.isPending} onClick={() => actions.reopen.mutate({ id })} tone="primary">
          {t('reopen')}
        </Button>
      )}
      {secondary.length > 0 && <More actions={secondary} />}
    </div>
  );
}

export interface SecondaryAction {
  icon: LucideIcon;
  label: string;
  onClick: () => void;
}

/** A word where there is room for it, else its icon; on a phone it stands in the menu. */
function Secondary({ icon: Icon, label, disabled, onClick }: SecondaryAction & { disabled: boolean }) {
  return (
    <Button
      aria-label={label}
      className="max-md:hidden max-lg:size-8 max-lg:px-0"
      disabled={disabled}
      onClick={onClick}
      title={label}
    >
      <Icon aria-hidden="true" className="lg:hidden" size={17} />
      <span className="max-lg:hidden">{label}</span>
    </Button>
  );
}

function More({ actions }: { actions: readonly SecondaryAction[] }) {
  const [isWanted, setIsWanted] = useState(false);
  if (isWanted) return <MoreMenu actions={actions} />;
  return <MoreButton aria-expanded="false" onClick={() => setIsWanted(true)} />;
}
