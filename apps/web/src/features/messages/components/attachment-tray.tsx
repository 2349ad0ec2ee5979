'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/ui/button.tsx';
import { cn } from '@/ui/cn.ts';
import type { Attachment } from '../attachment-store.ts';
import { describe, detach } from '../attachments.ts';
import { useFileFacts, useFormatSize } from '../hooks/use-file-facts.ts';
import { takesCaption } from '../outgoing.ts';
import { FileIcon } from './kinds/file-icon.tsx';

/** What will go with the answer: each file with its own caption; the text itself belongs to the first. */
export function AttachmentTray({ ticketId, files }: { ticketId: string; files: readonly Attachment[] }) {
  const t = useTranslations('composer');
  const first = files.find(({ kind }) => takesCaption(kind));
  return (
    <ul aria-label={t('attached')} className="scroll-calm mb-1.5 grid max-h-56 gap-1 overflow-y-auto max-md:max-h-40">
      {files.map((file) => (
        <Chip file={file} isFirst={file === first} key={file.key} ticketId={ticketId} />
      ))}
    </ul>
  );
}

function Chip({ file, ticketId, isFirst }: { file: Attachment; ticketId: string; isFirst: boolean }) {
  const t = useTranslations('composer');
  const formatSize = useFormatSize();
  const facts = useFileFacts({ fileName: file.name, sizeBytes: file.file.size });
  const { problem } = file;
  return (
    <li
      className={cn(
        'flex items-center gap-2.5 rounded-lg border border-line-soft bg-panel p-1.5',
        problem && 'border-danger',
      )}
    >
      {file.preview ? (
        <img alt="" className="size-10 shrink-0 rounded-lg bg-line object-cover" src={file.preview} />
      ) : (
        <FileIcon fileName={file.name} mimetype={file.mimetype} />
      )}
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-1.5">
          <span className="truncate font-medium" dir="auto" title={file.name}>
            {file.name}
          </span>
          <span className="tabular shrink-0 text-muted text-xs">{facts}</span>
        </p>
        {problem && (
          <p className="text-danger text-xs" role="alert">
            {problem.kind === 'empty' ? t('fileEmpty') : t('fileTooLarge', { max: formatSize(problem.maxBytes) })}
          </p>
        )}
        {!problem && takesCaption(file.kind) && !isFirst && (
          <input
            aria-label={t('captionOf', { name: file.name })}
            autoComplete="off"
            className="w-full rounded-sm bg-transparent text-sm placeholder:text-faint max-md:text-base"
            dir="auto"
            maxLength={4_096}
            onChange={(event) => describe(ticketId, file.key, event.target.value)}
            onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
            placeholder={t('caption')}
            value={file.caption}
          />
        )}
        {!problem && isFirst && <p className="text-muted text-xs">{t('captionBelow')}</p>}
        {!problem && !takesCaption(file.kind) && <p className="text-muted text-xs">{t('noCaption')}</p>}
      </div>
      <Button
        aria-label={t('removeFile', { name: file.name })}
        onClick={() => detach(ticketId, file.key)}
        size="icon"
        tone="ghost"
      >
        <X aria-hidden="true" size={16} />
      </Button>
    </li>
  );
}
