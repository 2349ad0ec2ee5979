'use client';

import { useQuery } from '@tanstack/react-query';
import type { TicketView } from '@tiktickets/core/contracts';
import { Copy } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { displayName, formatPhone, pictureOf } from '@/lib/format/phone.ts';
import { useTimes } from '@/lib/format/use-times.ts';
import { useTRPC } from '@/lib/trpc/context.ts';
import { useAllowed } from '@/lib/use-allowed.ts';
import { Avatar } from '@/ui/avatar.tsx';
import { Pill } from '@/ui/badge.tsx';
import { IconButton } from '@/ui/icon-button.tsx';
import { notify } from '@/ui/notify.ts';
import { patiently } from '@/ui/patiently.ts';
import { BlockButton } from './block-button.tsx';
import { AttendanceHistory, TicketHistory } from './histories.tsx';

const GroupPanel = dynamic(() => patiently(() => import('./group-panel.tsx')).then((module) => module.GroupPanel), {
  ssr: false,
});

/** Who the person is, and what happened before. Knows no more of the ticket than it is given. */
export function ContactPanel({ ticket }: { ticket: TicketView }) {
  const t = useTranslations();
  const trpc = useTRPC();
  const times = useTimes();
  const contact = useQuery(trpc.contacts.get.queryOptions({ id: ticket.contact.id })).data;
  const mayBlock = useAllowed()('contact:block');
  const name = displayName(ticket.contact, t('common.unknown'));
  return (
    <>
      <div className="flex flex-col items-center gap-1 border-b border-b-line-soft pb-3.5 text-center">
        <Avatar name={name} sizePx={60} src={pictureOf(ticket.contact)} />
        <p className="mt-1 font-semibold text-md" dir="auto">
          {name}
        </p>
        {!ticket.isGroup && <Phone phone={ticket.contact.phone} />}
        <Pill className="mt-1" tone={stateTones[ticket.state]}>
          {t(ticket.isGroup && ticket.state === 'open' ? 'tickets.stateGroup' : stateKeys[ticket.state])}
        </Pill>
      </div>
      {mayBlock && !ticket.isGroup && <BlockButton contact={ticket.contact} />}
      <Heading>{t('contact.details')}</Heading>
      <dl className="grid grid-cols-[92px_minmax(0,1fr)] gap-x-2 gap-y-1.5">
        <Fact label={t('contact.queue')}>{ticket.queue?.name ?? t('tickets.noQueue')}</Fact>
        {ticket.agent && <Fact label={t('contact.agent')}>{ticket.agent.name}</Fact>}
        <Fact label={t('contact.channel')}>{ticket.channel.name}</Fact>
        {ticket.protocol && <Fact label={t('contact.protocol')}>{ticket.protocol}</Fact>}
        {contact && !ticket.isGroup && <Fact label={t('contact.since')}>{times.date(contact.createdAt)}</Fact>}
      </dl>
      {ticket.isGroup ? (
        <GroupPanel key={`${ticket.contact.name}:${ticket.group?.memberCount}`} ticket={ticket} />
      ) : (
        <>
          <Heading>{t('contact.history')}</Heading>
          <AttendanceHistory ticketId={ticket.id} />
        </>
      )}
      <TicketHistory heading={<Heading>{t('contact.log')}</Heading>} ticketId={ticket.id} />
    </>
  );
}

const stateTones = { open: 'accent', pending: 'warn', closed: 'quiet' } as const;
const stateKeys = {
  open: 'tickets.stateOpen',
  pending: 'tickets.statePending',
  closed: 'tickets.stateClosed',
} as const;

function Phone({ phone }: { phone: string | null }) {
  const t = useTranslations('contact');
  if (!phone) return <p className="text-muted">{t('hiddenPhone')}</p>;
  const shown = formatPhone(phone);
  const copy = () =>
    navigator.clipboard?.writeText(shown).then(
      () => notify({ text: t('copied') }),
      () => {},
    );
  return (
    <p className="tabular flex items-center gap-1 text-muted">
      {shown}
      <IconButton className="-my-1 size-6 max-md:size-11" label={t('copyPhone')} onClick={() => void copy()}>
        <Copy size={13} />
      </IconButton>
    </p>
  );
}

const Heading = ({ children }: { children: ReactNode }) => (
  <h3 className="mt-4 mb-2 font-semibold text-faint text-xs">{children}</h3>
);

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{label}</dt>
    <dd className="tabular min-w-0 break-words">{children}</dd>
  </>
);
