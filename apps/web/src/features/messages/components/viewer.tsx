'use client';

import type { MediaView, MessageView } from '@tiktickets/core/contracts';
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Dialog } from 'radix-ui';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTimes } from '@/lib/format/use-times.ts';
import { cn } from '@/ui/cn.ts';
import { downloadSource, mediaSource } from '../content/media-source.ts';

interface ViewerProps {
  /** Messages with a picture or a film, oldest first. */
  items: readonly { message: MessageView; media: MediaView }[];
  messageId: string;
  contactName: string;
  onShow: (messageId: string) => void;
  onClose: () => void;
}

const buttonLook =
  'grid size-10 place-items-center rounded-full bg-black/45 text-white hover:bg-black/70 disabled:opacity-35 max-md:size-11';

/** Pictures and films of the loaded conversation, one at a time, as large as the window. */
export function Viewer({ items, messageId, contactName, onShow, onClose }: ViewerProps) {
  const t = useTranslations('messages');
  const times = useTimes();
  const [isZoomed, setIsZoomed] = useState(false);
  const at = items.findIndex(({ message }) => message.id === messageId);
  const item = items[at];
  if (!item) return null;
  const { message, media } = item;
  const author = message.direction === 'in' ? contactName : (message.author?.name ?? t('fromPhone'));
  const go = (by: number) => {
    const next = items[at + by];
    if (!next) return;
    setIsZoomed(false);
    onShow(next.message.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault();
      go(event.key === 'ArrowLeft' ? -1 : 1);
    }
  };
  return (
    <Dialog.Root onOpenChange={(isOpen) => !isOpen && onClose()} open>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-0 z-50 flex animate-appear flex-col bg-[#0b0c0b] text-white focus-visible:outline-none"
          onKeyDown={onKeyDown}
        >
          <header className="safe-top flex shrink-0 items-center gap-2 px-3 py-2">
            <div className="min-w-0 flex-1">
              <Dialog.Title className="truncate font-semibold text-sm">
                <bdi>{author}</bdi>
              </Dialog.Title>
              <p className="tabular truncate text-[#c9c8c3] text-xs">
                {times.full(message.sentAt)} · {t('viewer.position', { at: at + 1, of: items.length })}
              </p>
            </div>
            {media.kind === 'image' && (
              <IconAction label={t(isZoomed ? 'viewer.fit' : 'viewer.zoom')} onClick={() => setIsZoomed(!isZoomed)}>
                {isZoomed ? <ZoomOut size={18} /> : <ZoomIn size={18} />}
              </IconAction>
            )}
            <a
              aria-label={t('menu.download')}
              className={buttonLook}
              download={media.fileName ?? ''}
              href={downloadSource(media.id)}
              title={t('menu.download')}
            >
              <Download aria-hidden="true" size={18} />
            </a>
            <Dialog.Close asChild>
              <IconAction label={t('viewer.close')}>
                <X size={18} />
              </IconAction>
            </Dialog.Close>
          </header>
          <div className="relative min-h-0 flex-1">
            <Stage isZoomed={isZoomed} item={item} key={media.id} onZoom={() => setIsZoomed(!isZoomed)} />
            {items.length > 1 && (
              <>
                <IconAction
                  className="-translate-y-1/2 absolute top-1/2 left-3"
                  disabled={at === 0}
                  label={t('viewer.previous')}
                  onClick={() => go(-1)}
                >
                  <ChevronLeft size={22} />
                </IconAction>
                <IconAction
                  className="-translate-y-1/2 absolute top-1/2 right-3"
                  disabled={at === items.length - 1}
                  label={t('viewer.next')}
                  onClick={() => go(1)}
                >
                  <ChevronRight size={22} />
                </IconAction>
              </>
            )}
          </div>
          <p className="safe-bottom max-h-28 shrink-0 overflow-y-auto px-4 py-2.5 text-center text-sm" dir="auto">
            {message.body}
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface StageProps {
  item: { message: MessageView; media: MediaView };
  isZoomed: boolean;
  onZoom: () => void;
}

function Stage({ item: { message, media }, isZoomed, onZoom }: StageProps) {
  const t = useTranslations('messages');
  if (media.kind !== 'image') {
    return (
      // biome-ignore lint/a11y/useMediaCaption: nobody has written captions for what a customer films
      <video
        aria-label={t('kinds.video')}
        autoPlay
        className="size-full object-contain"
        controls
        playsInline
        src={mediaSource(media.id)}
      />
    );
  }
  return (
    <div className={cn('flex size-full', isZoomed ? 'overflow-auto' : 'overflow-hidden px-3')}>
      <button
        aria-label={t(isZoomed ? 'viewer.fit' : 'viewer.zoom')}
        className={cn('m-auto', isZoomed ? 'shrink-0 cursor-zoom-out' : 'size-full cursor-zoom-in')}
        onClick={onZoom}
        type="button"
      >
        <img
          alt={message.body || t('kinds.image')}
          className={isZoomed ? 'min-w-[130vw] max-w-none' : 'mx-auto size-full object-contain'}
          src={mediaSource(media.id)}
        />
      </button>
    </div>
  );
}

type IconActionProps = React.ComponentProps<'button'> & { label: string; children: ReactNode };

const IconAction = ({ label, className, ...props }: IconActionProps) => (
  <button aria-label={label} className={cn(buttonLook, className)} title={label} type="button" {...props} />
);
