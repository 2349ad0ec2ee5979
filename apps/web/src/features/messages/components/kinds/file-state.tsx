'use client';

import { useMutation } from '@tanstack/react-query';
import type { MediaView, MessageView } from '@tiktickets/core/contracts';
import { Download, FileX2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/lib/trpc/context.ts';
import { Button } from '@/ui/button.tsx';
import { Spinner } from '@/ui/spinner.tsx';
import { frameOf } from '../../content/measures.ts';
import { thumbnailSource } from '../../content/media-source.ts';
import { useFileFacts } from '../../hooks/use-file-facts.ts';
import { KindIcon } from '../kind-icon.tsx';

const reasons = ['expired', 'too_large', 'corrupt', 'no_room', 'bad_reference'] as const;

/** A file that is not here: on its way, or why not. Pictures and films have their box already. */
export function FileState({ media, message }: { media: MediaView; message: MessageView }) {
  const t = useTranslations('messages');
  const facts = useFileFacts(media);
  const isFailed = hasFailed(media);
  const status = <FileStatus media={media} />;
  if (!isFailed && ['image', 'video', 'gif'].includes(media.kind)) {
    return <Box media={media}>{status}</Box>;
  }
  return (
    <div className="flex w-72 max-w-full items-center gap-2.5 rounded-lg bg-panel p-2">
      <span aria-hidden="true" className="grid size-10 shrink-0 place-items-center rounded-lg bg-line-soft text-muted">
        {isFailed ? <FileX2 size={19} /> : <KindIcon kind={message.kind} sizePx={19} />}
      </span>
      <div className="min-w-0 text-muted">
        <p className="truncate font-medium text-text" dir="auto">
          {media.fileName ?? t(`kinds.${message.kind}`)}
          {facts && <span className="ml-1.5 font-normal text-muted text-xs">{facts}</span>}
        </p>
        {status}
      </div>
    </div>
  );
}

const hasFailed = ({ state, failure }: MediaView): boolean => state === 'failed' || failure === 'no_room';

/** On its way, wanted, or why not. */
export function FileStatus({ media }: { media: MediaView }) {
  const t = useTranslations('messages');
  if (media.state === 'remote') return <FetchButton id={media.id} />;
  if (hasFailed(media)) {
    return (
      <p className="text-xs">
        {t(`fileFailures.${reasons.find((known) => known === media.failure) ?? 'unavailable'}`)}
      </p>
    );
  }
  return (
    <p className="flex items-center gap-1.5 text-xs">
      <Spinner label={t('downloading')} sizePx={13} />
      <span aria-hidden="true">{t('downloading')}</span>
    </p>
  );
}

/** A file of the phone's past: it comes when somebody wants it. */
function FetchButton({ id }: { id: string }) {
  const t = useTranslations('messages');
  const trpc = useTRPC();
  const ask = useMutation(trpc.messages.askForFile.mutationOptions());
  return (
    <Button disabled={ask.isPending} onClick={() => ask.mutate({ id })} size="sm">
      <Download aria-hidden="true" size={13} />
      {t('fetchFile')}
    </Button>
  );
}

function Box({ media, children }: { media: MediaView; children: React.ReactNode }) {
  const { widthPx, ratio } = frameOf(media.width, media.height);
  const thumbnail = thumbnailSource(media.thumbnail);
  return (
    <div
      className="relative grid max-w-full place-items-center overflow-hidden rounded-lg bg-line"
      style={{ width: widthPx, aspectRatio: ratio }}
    >
      {thumbnail && (
        <img alt="" className="absolute inset-0 size-full scale-110 object-cover blur-md" src={thumbnail} />
      )}
      <span className="relative rounded-full bg-panel px-2.5 py-1 text-text">{children}</span>
    </div>
  );
}
