'use client';

import type { QuickReplyView } from '@tiktickets/core/contracts';
import { fillTemplate } from '@tiktickets/core/contracts/template';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type RefObject, useEffect, useId, useState } from 'react';
import { cn } from '@/ui/cn.ts';
import { useQuickReplies, useQuickReplyActions } from '../hooks/use-quick-replies.ts';
import { useTemplateValues } from '../hooks/use-template-values.ts';

interface QuickReplyMenuProps {
  ticketId: string;
  /** What was typed after the slash. */
  query: string;
  /** Where one types: it keeps the focus, and its keys move through the list. */
  area: RefObject<HTMLTextAreaElement | null>;
  onPick: (text: string) => void;
  onClose: () => void;
}

const shownAtMost = 8;
const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Those whose shortcut begins so come before those that only mention the words. */
function search(replies: readonly QuickReplyView[], query: string): QuickReplyView[] {
  const wanted = plain(query);
  const starts = replies.filter((reply) => plain(reply.shortcut).startsWith(wanted));
  const mentions = replies.filter((reply) => !starts.includes(reply) && plain(reply.body).includes(wanted));
  return [...starts, ...mentions].slice(0, shownAtMost);
}

export function QuickReplyMenu({ ticketId, query, area, onPick, onClose }: QuickReplyMenuProps) {
  const t = useTranslations('quickReplies');
  const listId = useId();
  const { data } = useQuickReplies();
  const { use } = useQuickReplyActions();
  const values = useTemplateValues(ticketId);
  const [active, setActive] = useState(0);
  const found = data ? search(data, query) : [];
  const current = Math.min(active, Math.max(0, found.length - 1));
  const pick = (reply: QuickReplyView) => {
    use.mutate({ id: reply.id });
    onPick(fillTemplate(reply.body, values));
  };

  // The external system: the text area's keys, before the composer hears them.
  useEffect(() => {
    const input = area.current;
    if (!input) return;
    const chosen = found[current];
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      if (event.key === 'ArrowDown') setActive((current + 1) % Math.max(1, found.length));
      else if (event.key === 'ArrowUp') setActive((current + found.length - 1) % Math.max(1, found.length));
      else if (event.key === 'Escape') onClose();
      else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) pick(chosen);
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    input.setAttribute('aria-controls', listId);
    if (chosen) input.setAttribute('aria-activedescendant', `${listId}-${chosen.id}`);
    input.addEventListener('keydown', onKeyDown);
    return () => {
      input.removeEventListener('keydown', onKeyDown);
      input.removeAttribute('aria-controls');
      input.removeAttribute('aria-activedescendant');
    };
  });

  if (!data) return null;
  return (
    <div className="absolute inset-x-0 bottom-full z-20 mb-1 overflow-hidden rounded-lg border bg-panel shadow-floating">
      {found.length > 0 ? (
        <div aria-label={t('title')} className="max-h-72 overflow-y-auto p-1" id={listId} role="listbox">
          {found.map((reply, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text area
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text area, which names the active option
            <div
              aria-selected={index === current}
              className={cn(
                'flex cursor-pointer items-baseline gap-2.5 rounded-md px-2.5 py-1.5 text-sm max-md:min-h-11',
                index === current && 'bg-selected',
              )}
              id={`${listId}-${reply.id}`}
              key={reply.id}
              onClick={() => pick(reply)}
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => setActive(index)}
              role="option"
            >
              <span className="shrink-0 font-semibold">/{reply.shortcut}</span>
              <span className="min-w-0 truncate text-muted">{fillTemplate(reply.body, values)}</span>
            </div>
          ))}
        </div>
      ) : (
        <p className="px-3 py-2 text-muted text-sm">
          {t('none')}{' '}
          <Link className="text-accent underline" href="/settings/quick-replies">
            {t('manage')}
          </Link>
        </p>
      )}
    </div>
  );
}
