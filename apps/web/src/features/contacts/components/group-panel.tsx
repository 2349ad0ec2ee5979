'use client';

import { useQuery } from '@tanstack/react-query';
import type { GroupView, TicketView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { formatPhone } from '@/lib/format/phone.ts';
import { useTRPC } from '@/lib/trpc/context.ts';
import { Avatar } from '@/ui/avatar.tsx';
import { Pill } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';

const shownAtFirst = 20;

/** What a group is about and who is in it. */
export function GroupPanel({ ticket }: { ticket: TicketView }) {
  const t = useTranslations('contact');
  const trpc = useTRPC();
  // Looked up again whenever the panel is shown anew, which a change of the group makes it.
  const group = useQuery({ ...trpc.tickets.group.queryOptions({ id: ticket.id }), staleTime: 0 });
  if (!group.data) return <Skeleton className="mt-4 h-24 rounded-md" />;
  return (
    <>
      {group.data.description && (
        <>
          <h3 className="mt-4 mb-2 font-semibold text-faint text-xs">{t('groupDescription')}</h3>
          <p className="whitespace-pre-wrap [overflow-wrap:anywhere]" dir="auto">
            {group.data.description}
          </p>
        </>
      )}
      <h3 className="mt-4 mb-2 font-semibold text-faint text-xs">
        {t('groupMembers', { count: group.data.members.length })}
      </h3>
      <Members members={group.data.members} />
    </>
  );
}

function Members({ members }: { members: GroupView['members'] }) {
  const t = useTranslations('contact');
  const [isOpen, setIsOpen] = useState(members.length <= shownAtFirst);
  const shown = isOpen ? members : members.slice(0, shownAtFirst);
  return (
    <>
      <ul aria-label={t('groupMembers', { count: members.length })} className="grid gap-1.5">
        {shown.map((member) => (
          <li className="flex min-w-0 items-center gap-2" key={member.address}>
            <Avatar name={member.name} sizePx={28} />
            <span className="min-w-0 flex-1">
              <span className="block truncate">
                <bdi>{member.isUs ? t('groupUs', { name: member.name }) : member.name}</bdi>
              </span>
              {member.phone && !member.name.startsWith('+') && (
                <span className="tabular block truncate text-muted text-xs">{formatPhone(member.phone)}</span>
              )}
            </span>
            {member.role !== 'member' && <Pill>{t(`groupRoles.${member.role}`)}</Pill>}
          </li>
        ))}
      </ul>
      {!isOpen && (
        <Button className="mt-2" onClick={() => setIsOpen(true)} size="sm">
          {t('groupShowAll')}
        </Button>
      )}
    </>
  );
}
