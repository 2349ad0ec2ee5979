'use client';

import type { MediaView, MessageView } from '@tiktickets/core/contracts';
import { ImageOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { cn } from '@/ui/cn.ts';
import { frameOf } from '../../content/measures.ts';
import { smallSource, thumbnailSource } from '../../content/media-source.ts';
import { useConversationActions } from '../conversation-actions.tsx';

/** The small picture, blurred, until the large one is there; a click opens the viewer. */
export function Picture({ media, message }: { media: MediaView; message: MessageView }) {
  const t = useTranslations('messages');
  const { openViewer } = useConversationActions();
  const [state, setState] = useState<'loading' | 'shown' | 'broken'>('loading');
  const { widthPx, ratio } = frameOf(media.width, media.height);
  const thumbnail = thumbnailSource(media.thumbnail);
  return (
    <button
      aria-label={t('openPicture')}
      className="relative block max-w-full cursor-zoom-in overflow-hidden rounded-lg bg-line"
      onClick={() => openViewer(message.id)}
      style={{ width: widthPx, aspectRatio: ratio }}
      type="button"
    >
      {thumbnail && state !== 'shown' && (
        <img alt="" className="absolute inset-0 size-full scale-110 object-cover blur-md" src={thumbnail} />
      )}
      {state === 'broken' ? (
        <span className="absolute inset-0 grid place-items-center text-muted">
          <ImageOff aria-hidden="true" size={22} />
        </span>
      ) : (
        <img
          alt={message.body || t('kinds.image')}
          className={cn(
            'absolute inset-0 size-full object-cover transition-opacity duration-150',
            state === 'loading' && 'opacity-0',
          )}
          decoding="async"
          onError={() => setState('broken')}
          onLoad={() => setState('shown')}
          src={smallSource(media)}
        />
      )}
    </button>
  );
}
