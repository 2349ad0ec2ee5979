'use client';

import { useQuery } from '@tanstack/react-query';
import type { GroupMemberView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { type RefObject, useEffect, useId, useState } from 'react';
import { useTRPC } from '@/lib/trpc/context.ts';
import { Avatar } from '@/ui/avatar.tsx';
import { cn } from '@/ui/cn.ts';
import { pickedMembers } from '../mention-store.ts';

interface MentionMenuProps {
  ticketId: string;
  /** What was typed after the "@". */
  query: string;
  /** Where one types: it keeps the focus, and its keys move through the list. */
  area: RefObject<HTMLTextAreaElement | null>;
  onPick: (text: string) => void;
  onClose: () => void;
}

const shownAtMost = 8;
const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

function search(members: readonly GroupMemberView[], query: string): GroupMemberView[] {
  const wanted = plain(query);
  const words = (name: string) => plain(name).split(/\s+/);
  return members
    .filter((member) => !member.isUs && words(member.name).some((word) => word.startsWith(wanted)))
    .slice(0, shownAtMost);
}

/** Members of the group, to be named in the answer. */
export function MentionMenu({ ticketId, query, area, onPick, onClose }: MentionMenuProps) {
  const t = useTranslations('composer');
  const listId = useId();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.tickets.group.queryOptions({ id: ticketId }));
  const [active, setActive] = useState(0);
  const found = data ? search(data.members, query) : [];
  const current = Math.min(active, Math.max(0, found.length - 1));
  const pick = ({ name, address }: GroupMemberView) => {
    pickedMembers.set(ticketId, [...pickedMembers.get(ticketId), { name, address }]);
    onPick(`@${name} `);
  };

  // The external system: the text area's keys, before the composer hears them.
  useEffect(() => {
    const input = area.current;
    const chosen = found[current];
    if (!input || !chosen) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      if (event.key === 'ArrowDown') setActive((current + 1) % found.length);
      else if (event.key === 'ArrowUp') setActive((current + found.length - 1) % found.length);
      else if (event.key === 'Escape') onClose();
      else if (event.key === 'Enter' || event.key === 'Tab') pick(chosen);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    input.setAttribute('aria-controls', listId);
    input.setAttribute('aria-activedescendant', `${listId}-${chosen.address}`);
    input.addEventListener('keydown', onKeyDown);
    return () => {
      input.removeEventListener('keydown', onKeyDown);
      input.removeAttribute('aria-controls');
      input.removeAttribute('aria-activedescendant');
    };
  });

  if (found.length === 0) return null;
  return (
    <div
      aria-label={t('mentions')}
      className="absolute inset-x-0 bottom-full z-20 mb-1 max-h-72 overflow-y-auto rounded-lg border bg-panel p-1 shadow-floating"
      id={listId}
      role="listbox"
    >
      {found.map((member, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text area
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text area, which names the active option
        <div
          aria-selected={index === current}
          className={cn(
            'flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm max-md:min-h-11',
            index === current && 'bg-selected',
          )}
          id={`${listId}-${member.address}`}
          key={member.address}
          onClick={() => pick(member)}
          onMouseDown={(event) => event.preventDefault()}
          onMouseMove={() => setActive(index)}
          role="option"
        >
          <Avatar name={member.name} sizePx={24} />
          <span className="min-w-0 truncate">{member.name}</span>
        </div>
      ))}
    </div>
  );
}
