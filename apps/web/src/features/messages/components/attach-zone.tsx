'use client';

import { Paperclip } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type DragEvent, type ReactNode, useState } from 'react';
import { filesOf, useAttach } from '../hooks/use-attach.ts';

const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');

/** The conversation as a place where files can be dropped. Whoever may not answer drops them nowhere. */
export function AttachZone(props: { ticketId: string; isOpen: boolean; children: ReactNode }) {
  const { ticketId, isOpen, children } = props;
  const t = useTranslations('composer');
  const attach = useAttach(ticketId);
  const [isOver, setIsOver] = useState(false);
  const over = (event: DragEvent) => {
    if (!holdsFiles(event)) return;
    // Without this the browser would leave the desk to show the file.
    event.preventDefault();
    event.dataTransfer.dropEffect = isOpen ? 'copy' : 'none';
    setIsOver(isOpen);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the shortcut; the button and pasting do the same
    <div
      className="relative flex min-h-0 flex-1 flex-col"
      onDragEnter={over}
      onDragLeave={(event) => {
        const into = event.relatedTarget;
        if (!(into instanceof Node) || !event.currentTarget.contains(into)) setIsOver(false);
      }}
      onDragOver={over}
      onDrop={(event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setIsOver(false);
        if (isOpen) attach(filesOf(event.dataTransfer));
      }}
    >
      {children}
      {isOver && (
        <div className="pointer-events-none absolute inset-2 z-20 grid place-items-center rounded-xl border-2 border-accent border-dashed bg-accent-soft/90">
          <p className="flex items-center gap-2 font-semibold text-accent text-md">
            <Paperclip aria-hidden="true" size={18} />
            {t('dropHere')}
          </p>
        </div>
      )}
    </div>
  );
}
