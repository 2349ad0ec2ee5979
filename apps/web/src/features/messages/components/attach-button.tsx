'use client';

import { Paperclip } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { IconButton } from '@/ui/icon-button.tsx';
import { useAttach } from '../hooks/use-attach.ts';

export function AttachButton({ ticketId }: { ticketId: string }) {
  const t = useTranslations('composer');
  const input = useRef<HTMLInputElement>(null);
  const attach = useAttach(ticketId);
  return (
    <>
      <IconButton hint={t('attachHint')} label={t('attach')} onClick={() => input.current?.click()}>
        <Paperclip size={18} />
      </IconButton>
      <input
        aria-hidden="true"
        className="hidden"
        data-attach
        multiple
        onChange={(event) => {
          attach(Array.from(event.target.files ?? []));
          // The same file may be chosen again.
          event.target.value = '';
        }}
        ref={input}
        tabIndex={-1}
        type="file"
      />
    </>
  );
}
