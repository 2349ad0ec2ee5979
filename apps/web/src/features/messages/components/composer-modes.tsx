'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { Tabs } from 'radix-ui';
import type { ReactNode } from 'react';
import { useShortcuts } from '@/lib/shortcuts.ts';
import { useAllowed } from '@/lib/use-allowed.ts';
import { patiently } from '@/ui/patiently.ts';
import { composerModes } from '../composer-mode.ts';
import { useTicketStore } from '../ticket-store.ts';

const NoteEditor = dynamic(() => patiently(() => import('./note-editor.tsx')).then((module) => module.NoteEditor), {
  ssr: false,
  loading: () => <div className="h-[88px]" data-editor-comes />,
});

const look =
  'h-6 rounded-md px-2.5 text-muted text-xs data-[state=active]:bg-line-soft data-[state=active]:font-semibold data-[state=active]:text-text max-md:h-9';

/** An answer to the customer, or a note for colleagues. What was begun in one stays while the other is written. */
export function ComposerModes({ ticketId, children }: { ticketId: string; children: ReactNode }) {
  const t = useTranslations('composer');
  const mayNote = useAllowed()('message:note');
  const mode = useTicketStore(composerModes, ticketId);
  useShortcuts({ n: () => mayNote && composerModes.set(ticketId, 'note') });
  return (
    <Tabs.Root
      onValueChange={(value) => composerModes.set(ticketId, value === 'note' ? 'note' : 'reply')}
      value={mayNote ? mode : 'reply'}
    >
      <Tabs.List aria-label={t('modes')} className="mb-1.5 flex gap-1">
        <Tabs.Trigger className={look} value="reply">
          {t('reply')}
        </Tabs.Trigger>
        {mayNote && (
          <Tabs.Trigger className={look} value="note">
            {t('note')}
          </Tabs.Trigger>
        )}
      </Tabs.List>
      <Tabs.Content tabIndex={-1} value="reply">
        {children}
      </Tabs.Content>
      <Tabs.Content tabIndex={-1} value="note">
        <NoteEditor ticketId={ticketId} />
      </Tabs.Content>
    </Tabs.Root>
  );
}
