'use client';

import { useTranslations } from 'next-intl';
import { notify } from '@/ui/notify.ts';

/** Puts files beside the answer that is being written, and the cursor into it. */
export function useAttach(ticketId: string): (files: readonly File[]) => void {
  const t = useTranslations('composer');
  return (files) => {
    if (files.length === 0) return;
    void import('../attachments.ts').then(({ attach, maxFilesAtOnce }) => {
      if (attach(ticketId, files) > 0) notify({ tone: 'info', text: t('tooManyFiles', { max: maxFilesAtOnce }) });
    });
    document.querySelector<HTMLElement>('[data-composer]')?.focus();
  };
}

/** The files of a drop or paste, without folders. */
export function filesOf(data: DataTransfer): File[] {
  return Array.from(data.items)
    .filter((item) => item.kind === 'file' && !item.webkitGetAsEntry()?.isDirectory)
    .flatMap((item) => item.getAsFile() ?? []);
}
