'use client';

import type { MediaView } from '@tiktickets/core/contracts';
import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { downloadSource, mediaSource } from '../../content/media-source.ts';
import { useFileFacts } from '../../hooks/use-file-facts.ts';
import { FileIcon } from './file-icon.tsx';

/** A PDF opens in a tab of its own; everything else is only ever downloaded. */
export function DocumentCard({ media }: { media: MediaView }) {
  const t = useTranslations('messages');
  const facts = useFileFacts(media);
  const name = media.fileName ?? t('kinds.document');
  const isPdf = media.mimetype === 'application/pdf';
  return (
    <div className="flex w-72 max-w-full items-center gap-1 rounded-lg bg-panel p-1.5 pr-1">
      <a
        title={t(isPdf ? 'openFile' : 'downloadFile', { name })}
        className="group/file flex min-w-0 flex-1 items-center gap-2.5 rounded-md"
        href={isPdf ? mediaSource(media.id) : downloadSource(media.id)}
        {...(isPdf ? { target: '_blank', rel: 'noopener noreferrer' } : { download: name })}
      >
        <FileIcon fileName={media.fileName} mimetype={media.mimetype} />
        <span className="min-w-0">
          <span className="block truncate font-medium group-hover/file:underline" dir="auto">
            {name}
          </span>
          <span className="tabular block text-muted text-xs">{facts}</span>
        </span>
      </a>
      <a
        aria-label={t('downloadFile', { name })}
        className="grid size-8 shrink-0 place-items-center rounded-md text-muted hover:bg-hover hover:text-text max-md:size-11"
        download={name}
        href={downloadSource(media.id)}
        title={t('menu.download')}
      >
        <Download aria-hidden="true" size={16} />
      </a>
    </div>
  );
}
