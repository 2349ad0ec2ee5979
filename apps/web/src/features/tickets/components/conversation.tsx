'use client';

import type { TicketView } from '@tiktickets/core/contracts';
import { Eye, Lock, Megaphone, MessageSquareOff } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { AttachZone, CanAnswerContext, Composer, MessageLog, NoteBar } from '@/features/messages/index.ts';
import { displayName } from '@/lib/format/phone.ts';
import { useDesk, useIsTyping } from '@/lib/live/desk-provider.tsx';
import { useShortcuts } from '@/lib/shortcuts.ts';
import { hasCode } from '@/lib/trpc/errors.ts';
import { useAllowed } from '@/lib/use-allowed.ts';
import { Button } from '@/ui/button.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { patiently } from '@/ui/patiently.ts';
import { useTicket } from '../hooks/ticket-queries.ts';
import { useMarkRead } from '../hooks/use-mark-read.ts';
import { useTicketActions } from '../hooks/use-ticket-actions.ts';
import { ConversationHeader } from './conversation-header.tsx';

const ContactSheet = dynamic(
  () => patiently(() => import('./contact-sheet.tsx')).then((module) => module.ContactSheet),
  { ssr: false },
);
const TransferDialog = dynamic(
  () => patiently(() => import('./transfer-dialog.tsx')).then((module) => module.TransferDialog),
  {
    ssr: false,
  },
);

interface ConversationProps {
  ticketId: string;
  onBack: () => void;
  onAccepted: () => void;
  /** The conversation goes on under another address: two of one customer became one. */
  onMoved: (ticketId: string) => void;
}

export function Conversation({ ticketId, onBack, onAccepted, onMoved }: ConversationProps) {
  const t = useTranslations();
  const query = useTicket(ticketId);
  const currentId = query.data?.id ?? ticketId;
  // The external system: the address bar.
  useEffect(() => {
    if (currentId !== ticketId) onMoved(currentId);
  }, [currentId, ticketId, onMoved]);
  const isGone = hasCode(query.error, 'not-found') || hasCode(query.error, 'invalid-input');
  const sentences = () => {
    if (!isGone) return { title: t('errors.offlineTitle'), text: t('errors.offlineText') };
    return query.data
      ? { title: t('tickets.goneTitle'), text: t('tickets.goneText') }
      : { title: t('tickets.notFoundTitle'), text: t('tickets.notFoundText') };
  };
  if (isGone || (query.isError && !query.data)) {
    return (
      <EmptyState
        action={<Button onClick={onBack}>{t('tickets.notFoundAction')}</Button>}
        icon={<MessageSquareOff size={20} />}
        {...sentences()}
      />
    );
  }
  if (!query.data) return <div aria-hidden="true" className="h-14 shrink-0 border-b bg-panel" />;
  return <OpenConversation onAccepted={onAccepted} onBack={onBack} ticket={query.data} />;
}

function OpenConversation({
  ticket,
  onBack,
  onAccepted,
}: Omit<ConversationProps, 'ticketId' | 'onMoved'> & { ticket: TicketView }) {
  const t = useTranslations();
  const actions = useTicketActions();
  const mayAnswer = useMayAnswer(ticket);
  const allowed = useAllowed();
  const [layer, setLayer] = useState<'contact' | 'transfer' | null>(null);
  const closeLayer = () => setLayer(null);
  const mayClose = !ticket.isGroup || allowed('ticket:read-unqueued');
  const mayTransfer = ticket.state !== 'closed' && allowed('ticket:transfer');
  const name = displayName(ticket.contact, t('common.unknown'));
  const accept = () => actions.accept.mutate({ id: ticket.id }, { onSuccess: onAccepted });
  useMarkRead(ticket);
  useShortcuts({
    a: () => ticket.state === 'pending' && accept(),
    t: () => mayTransfer && setLayer('transfer'),
    e: () => ticket.state === 'open' && mayClose && actions.close.mutate({ id: ticket.id }),
  });
  return (
    <CanAnswerContext value={mayAnswer}>
      <ConversationHeader
        actions={actions}
        onAccept={accept}
        onBack={onBack}
        onShowContext={() => setLayer('contact')}
        onTransfer={mayTransfer ? () => setLayer('transfer') : null}
        ticket={ticket}
      />
      <AttachZone isOpen={mayAnswer} ticketId={ticket.id}>
        <MessageLog contactName={name} key={ticket.id} ticket={ticket} />
        <Typing name={name} ticketId={ticket.id} />
        <Footer name={name} ticket={ticket} />
      </AttachZone>
      {layer === 'contact' && <ContactSheet onClose={closeLayer} ticket={ticket} />}
      {layer === 'transfer' && <TransferDialog onClose={closeLayer} ticket={ticket} transfer={actions.transfer} />}
    </CanAnswerContext>
  );
}

function Typing({ ticketId, name }: { ticketId: string; name: string }) {
  const t = useTranslations('messages');
  const isTyping = useIsTyping(ticketId);
  return (
    <p aria-live="polite" className="h-6 shrink-0 truncate px-5 text-muted text-xs max-md:px-3">
      {isTyping && t('typing', { name })}
    </p>
  );
}

function Footer({ ticket, name }: { ticket: TicketView; name: string }) {
  const t = useTranslations('tickets');
  const mayAnswer = useMayAnswer(ticket);
  if (mayAnswer) return <Composer contactName={name} isRoom={ticket.isGroup} key={ticket.id} ticketId={ticket.id} />;
  const [icon, sentence] = reasonOf();
  return (
    <NoteBar key={ticket.id} ticketId={ticket.id}>
      <span aria-hidden="true">{icon}</span>
      {sentence}
    </NoteBar>
  );
  function reasonOf(): [ReactNode, string] {
    if (ticket.state === 'pending') return [<Eye key="peek" size={15} />, t('peeking')];
    const lock = <Lock key="lock" size={15} />;
    if (ticket.group?.isMember === false) return [lock, t('leftGroup')];
    if (ticket.state === 'closed') return [lock, t('resumeClosed')];
    if (ticket.group?.mayWrite === false) return [<Megaphone key="admins" size={15} />, t('adminsOnly')];
    return [lock, t('resumeOther', { name: ticket.agent?.name ?? '' })];
  }
}

function useMayAnswer(ticket: TicketView): boolean {
  const { me } = useDesk();
  if (ticket.state !== 'open' || ticket.group?.mayWrite === false) return false;
  return ticket.agent === null || ticket.agent.id === me.user.id;
}
