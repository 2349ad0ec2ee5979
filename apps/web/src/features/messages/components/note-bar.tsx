'use client';

import { StickyNote } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useShortcuts } from '@/lib/shortcuts.ts';
import { useAllowed } from '@/lib/use-allowed.ts';
import { Button } from '@/ui/button.tsx';
import { patiently } from '@/ui/patiently.ts';
import { composerModes } from '../composer-mode.ts';
import { useTicketStore } from '../ticket-store.ts';

const NoteEditor = dynamic(() => patiently(() => import('./note-editor.tsx')).then((module) => module.NoteEditor), {
  ssr: false,
});

/** In place of the composer where one may not answer: why, and a note for whoever may. */
export function NoteBar({ ticketId, children }: { ticketId: string; children: ReactNode }) {
  const t = useTranslations('composer');
  const mayNote = useAllowed()('message:note');
  const mode = useTicketStore(composerModes, ticketId);
  const open = () => composerModes.set(ticketId, 'note');
  useShortcuts({ n: () => mayNote && open() });
  return (
    <div className="safe-bottom shrink-0 border-t bg-panel px-3.5 py-2.5 max-md:px-2">
      {mode === 'note' && mayNote ? (
        <NoteEditor ticketId={ticketId} />
      ) : (
        <div className="flex min-h-8 items-center justify-center gap-3 text-center text-muted text-sm">
          <span className="flex items-center gap-2">{children}</span>
          {mayNote && (
            <Button className="max-md:h-11" onClick={open} tone="ghost">
              <StickyNote aria-hidden="true" size={15} />
              {t('note')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
