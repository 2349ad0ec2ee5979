'use client';

import type { MediaView, MessageView } from '@tiktickets/core/contracts';
import { X } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useDesk, useUpload } from '@/lib/live/desk-provider.tsx';
import { frameOf } from '../../content/measures.ts';
import { useFileFacts } from '../../hooks/use-file-facts.ts';
import { FileIcon } from './file-icon.tsx';

/** A file on its way to the server: how far it is, and the way to call it off. */
export function UploadContent({ media, message }: { media: MediaView; message: MessageView }) {
  const upload = useUpload(media.id);
  const facts = useFileFacts(media);
  const { widthPx, ratio } = frameOf(null, null);
  const isWaiting = message.state !== 'failed';
  if (upload?.preview) {
    return (
      <div
        className="relative grid max-w-full place-items-center overflow-hidden rounded-lg bg-line"
        style={{ width: widthPx, aspectRatio: ratio }}
      >
        <img alt={media.fileName ?? ''} className="absolute inset-0 size-full object-cover" src={upload.preview} />
        {isWaiting && (
          <div className="relative flex w-40 items-center gap-2 rounded-full bg-panel py-1 pr-1 pl-3 shadow-floating">
            <Progress progress={upload.progress} />
            <Cancel media={media} />
          </div>
        )}
      </div>
    );
  }
  return (
    <div className="flex w-72 max-w-full items-center gap-2.5 rounded-lg bg-panel p-1.5">
      <FileIcon fileName={media.fileName} mimetype={media.mimetype} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium" dir="auto">
          {media.fileName}
        </p>
        {isWaiting ? <Progress progress={upload?.progress ?? null} /> : <p className="text-muted text-xs">{facts}</p>}
      </div>
      {isWaiting && <Cancel media={media} />}
    </div>
  );
}

function Progress({ progress }: { progress: number | null }) {
  const t = useTranslations('messages');
  const format = useFormatter();
  const percent = Math.round((progress ?? 0) * 100);
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2">
      <div
        aria-label={t('uploading')}
        aria-valuemax={100}
        aria-valuemin={0}
        aria-valuenow={percent}
        className="h-1 min-w-0 flex-1 overflow-hidden rounded-full bg-line-strong"
        role="progressbar"
      >
        <div className="h-full bg-accent" style={{ width: `${percent}%` }} />
      </div>
      <span aria-hidden="true" className="tabular w-9 text-right text-2xs text-muted">
        {format.number(percent / 100, { style: 'percent' })}
      </span>
    </div>
  );
}

function Cancel({ media }: { media: MediaView }) {
  const t = useTranslations('messages');
  const { discard } = useDesk();
  return (
    <button
      aria-label={t('cancelUpload', { name: media.fileName ?? '' })}
      className="grid size-7 shrink-0 place-items-center rounded-full text-muted hover:bg-hover hover:text-text max-md:size-10"
      onClick={() => discard(media.id)}
      type="button"
    >
      <X aria-hidden="true" size={15} />
    </button>
  );
}
