'use client';

import type { MediaView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { frameOf } from '../../content/measures.ts';
import { mediaSource, smallSource, thumbnailSource } from '../../content/media-source.ts';

/** A film with its controls; a GIF plays by itself, silent, unless motion is unwelcome. */
export function Film({ media }: { media: MediaView }) {
  const t = useTranslations('messages');
  const { widthPx, ratio } = frameOf(media.width, media.height);
  const playsItself = media.kind === 'gif' && !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  return (
    <div
      className="relative max-w-full overflow-hidden rounded-lg bg-black"
      style={{ width: widthPx, aspectRatio: ratio }}
    >
      <video
        aria-label={t(media.kind === 'gif' ? 'gif' : 'kinds.video')}
        autoPlay={playsItself}
        className="absolute inset-0 size-full object-contain"
        controls={!playsItself}
        loop={media.kind === 'gif'}
        muted={media.kind === 'gif'}
        playsInline
        poster={media.hasThumbnail ? smallSource(media) : (thumbnailSource(media.thumbnail) ?? undefined)}
        preload={media.hasThumbnail ? 'none' : 'metadata'}
        src={mediaSource(media.id)}
      />
      {media.kind === 'gif' && (
        <span className="absolute top-1.5 left-1.5 rounded bg-black/70 px-1.5 font-semibold text-2xs text-white">
          GIF
        </span>
      )}
    </div>
  );
}
