'use client';

import type { MediaView, MessageView } from '@tiktickets/core/contracts';
import { Ban, ImageOff, Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useTimes } from '@/lib/format/use-times.ts';
import { cn } from '@/ui/cn.ts';
import { smallSource, thumbnailSource } from '../content/media-source.ts';
import { BubbleActions } from './bubble-actions.tsx';
import { useConversationActions } from './conversation-actions.tsx';
import { DeliveryIcon } from './delivery-icon.tsx';
import { FileStatus } from './kinds/file-state.tsx';
import { hasStatus } from './message-bubble.tsx';
import { MessageStatus } from './message-status.tsx';
import { MessageText } from './message-text.tsx';
import { PeopleContext } from './people-context.tsx';
import { Reactions } from './reactions.tsx';

interface AlbumTileProps {
  message: MessageView;
  label: string;
  /** How many more there are that are not shown. */
  more: number;
  isWide: boolean;
  isHidden: boolean;
  isSought: boolean;
}

/** One picture or film of an album, with all that a message has. */
export function AlbumTile({ message, label, more, isWide, isHidden, isSought }: AlbumTileProps) {
  const t = useTranslations('messages');
  const { media, deletedAt, body } = message;
  return (
    <article
      aria-label={label}
      className={cn('min-w-0 rounded-lg', isWide && 'col-span-2', isHidden && 'sr-only', isSought && 'animate-sought')}
      data-message-id={message.id}
      tabIndex={-1}
    >
      <div
        className={cn(
          'group/message relative overflow-hidden rounded-lg bg-line',
          isWide ? 'aspect-[2/1]' : 'aspect-square',
        )}
      >
        {media && !isHidden && <Preview media={media} message={message} more={more} />}
        {!deletedAt && more === 0 && (
          <div className="absolute top-1 right-1 rounded-md bg-panel opacity-0 focus-within:opacity-100 group-hover/message:opacity-100 has-[[data-state=open]]:opacity-100 max-md:-top-0.5 max-md:right-0 max-md:bg-transparent max-md:opacity-100 max-md:[&_button]:text-white max-md:[&_svg]:drop-shadow-[0_0_2px_#000]">
            <BubbleActions message={message} />
          </div>
        )}
        <Corner message={message} />
      </div>
      {deletedAt && (
        <p className="flex items-center gap-1 px-1 pt-1 text-muted text-xs italic">
          <Ban aria-hidden="true" className="shrink-0" size={13} />
          {message.direction === 'in' ? t('deletedByCustomer') : t('kinds.delete')}
        </p>
      )}
      {body && (
        <div className="px-1 pt-1">
          <PeopleContext value={message.people}>
            <MessageText text={body} />
          </PeopleContext>
        </div>
      )}
      <Reactions reactions={message.reactions} />
      {hasStatus(message) && <MessageStatus message={message} />}
    </article>
  );
}

interface PreviewProps {
  media: MediaView;
  message: MessageView;
  more: number;
}

function Preview({ media, message, more }: PreviewProps) {
  const t = useTranslations('messages');
  const { openViewer } = useConversationActions();
  const [isBroken, setIsBroken] = useState(false);
  const inline = thumbnailSource(media.thumbnail);
  const isStored = media.state === 'stored';
  const isFilm = media.kind === 'video';
  const source = isStored && (!isFilm || media.hasThumbnail) ? smallSource(media) : null;
  const layer = 'absolute inset-0 size-full object-cover';
  const isDimmed = message.deletedAt && 'opacity-45';
  const pictures = (
    <>
      {inline && <img alt="" className={cn(layer, 'scale-110 blur-md', isDimmed)} src={inline} />}
      {source && !isBroken && (
        <img
          alt={message.body || t(isFilm ? 'kinds.video' : 'kinds.image')}
          className={cn(layer, isDimmed)}
          decoding="async"
          onError={() => setIsBroken(true)}
          src={source}
        />
      )}
    </>
  );
  if (!isStored) {
    return (
      <div className="absolute inset-0 grid place-items-center p-1.5">
        {pictures}
        <span className="relative rounded-lg bg-panel px-2 py-1 text-center text-text">
          <FileStatus media={media} />
        </span>
      </div>
    );
  }
  return (
    <button
      aria-label={more > 0 ? t('openMore', { count: more }) : t(isFilm ? 'openFilm' : 'openPicture')}
      className="absolute inset-0 cursor-zoom-in"
      onClick={() => openViewer(message.id)}
      type="button"
    >
      {pictures}
      {isBroken && (
        <span className="absolute inset-0 grid place-items-center text-muted">
          <ImageOff aria-hidden="true" size={22} />
        </span>
      )}
      {isFilm && more === 0 && (
        <span className="absolute inset-0 grid place-items-center">
          <span className="grid size-10 place-items-center rounded-full bg-black/60 text-white">
            <Play aria-hidden="true" size={18} />
          </span>
        </span>
      )}
      {more > 0 && (
        <span className="absolute inset-0 grid place-items-center bg-black/60 font-semibold text-2xl text-white">
          +{more}
        </span>
      )}
    </button>
  );
}

/** When it was sent and how far it got, readable on any picture. */
function Corner({ message }: { message: MessageView }) {
  const t = useTranslations('messages');
  const times = useTimes();
  return (
    <div className="tabular pointer-events-none absolute right-1 bottom-1 flex items-center gap-1 rounded-md bg-panel px-1 text-2xs text-muted">
      {message.editedAt && !message.deletedAt && <span>{t('edited')}</span>}
      <time dateTime={message.sentAt}>{times.clock(message.sentAt)}</time>
      {message.state && <DeliveryIcon state={message.state} />}
    </div>
  );
}
