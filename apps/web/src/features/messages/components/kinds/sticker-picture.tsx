'use client';

import type { MediaView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { mediaSource } from '../../content/media-source.ts';

export function StickerPicture({ media }: { media: MediaView }) {
  const t = useTranslations('messages.kinds');
  return (
    <img
      alt={t('sticker')}
      className="size-36 object-contain"
      decoding="async"
      height={144}
      src={mediaSource(media.id)}
      width={144}
    />
  );
}
