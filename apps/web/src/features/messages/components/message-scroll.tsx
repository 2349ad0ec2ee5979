'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import type { MessageView, TicketView } from '@tiktickets/core/contracts';
import { ArrowDown } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTimes } from '@/lib/format/use-times.ts';
import { Button } from '@/ui/button.tsx';
import { patiently } from '@/ui/patiently.ts';
import { Spinner } from '@/ui/spinner.tsx';
import { useJump } from '../hooks/use-jump.ts';
import { useKeepEnd } from '../hooks/use-keep-end.ts';
import { useUnreadMarker } from '../hooks/use-unread-marker.ts';
import { buildRows, type MessageRow } from '../message-rows.ts';
import { ConversationActionsContext } from './conversation-actions.tsx';
import { Divider } from './dividers.tsx';
import { Message } from './message.tsx';

const Album = dynamic(() => patiently(() => import('./album.tsx')).then((module) => module.Album), {
  ssr: false,
  loading: () => <div className="h-80" />,
});
const MediaViewer = dynamic(() => patiently(() => import('./media-viewer.tsx')).then((module) => module.MediaViewer), {
  ssr: false,
});

/** Before they are measured, px. */
const heights = { message: 62, album: 340, beginning: 38, day: 38, protocol: 38, unread: 38 };
const olderFromRow = 6;
const nearEndPx = 80;

const keyOf = ({ clientId, id }: MessageView): string => clientId ?? id;

interface MessageScrollProps {
  ticket: TicketView;
  contactName: string;
  messages: readonly MessageView[];
  hasOlder: boolean;
  isLoadingOlder: boolean;
  onLoadOlder: () => void;
  /** Loads earlier pages until this message is among them. */
  onFind: (messageId: string) => Promise<boolean>;
}

/** Newest at the bottom. What arrives never moves what is being read: older pages grow upwards, news wait below. */
export function MessageScroll(props: MessageScrollProps) {
  const { ticket, contactName, messages, hasOlder, isLoadingOlder, onLoadOlder, onFind } = props;
  const t = useTranslations('messages');
  const { dayKey } = useTimes();
  const scroller = useRef<HTMLDivElement>(null);
  const unread = useUnreadMarker(messages, ticket.unreadCount);
  const rows = useMemo(() => buildRows({ messages, hasOlder, dayKey, unread }), [messages, hasOlder, dayKey, unread]);

  const [isAtEnd, setIsAtEnd] = useState(true);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.key ?? index,
    estimateSize: (index) => heights[rows[index]?.type ?? 'message'],
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: nearEndPx,
    overscan: 10,
    paddingEnd: 8,
    initialRect: { width: 600, height: 700 },
    // Sizes settle after the scroll that they were measured for.
    onChange: (instance) => setIsAtEnd(instance.isAtEnd(nearEndPx)),
  });

  const { soughtId, jumpTo } = useJump({
    rows,
    find: onFind,
    show: (index) => virtualizer.scrollToIndex(index, { align: 'center' }),
  });
  const [viewedId, setViewedId] = useState<string | null>(null);
  const actions = useMemo(() => ({ jumpTo, openViewer: setViewedId }), [jumpTo]);

  const wasAtEnd = useKeepEnd(scroller, () => virtualizer.scrollToEnd());

  const last = messages.at(-1);
  const lastKey = last ? keyOf(last) : null;
  const [seenKey, setSeenKey] = useState(lastKey);
  // The external system in the three effects below: the scroll position.
  useLayoutEffect(() => virtualizer.scrollToEnd(), [virtualizer]);
  const ownKey = last?.rev === 0 ? last.clientId : null;
  useLayoutEffect(() => {
    if (ownKey) virtualizer.scrollToEnd();
  }, [ownKey, virtualizer]);
  const items = virtualizer.getVirtualItems();
  const firstIndex = items[0]?.index ?? 0;
  useEffect(() => {
    if (hasOlder && !isLoadingOlder && firstIndex < olderFromRow) onLoadOlder();
  }, [hasOlder, isLoadingOlder, firstIndex, onLoadOlder]);

  if (isAtEnd && seenKey !== lastKey) setSeenKey(lastKey);
  const seenIndex = messages.findLastIndex((message) => keyOf(message) === seenKey);
  const newBelow = isAtEnd || seenIndex < 0 ? 0 : messages.length - 1 - seenIndex;

  return (
    <ConversationActionsContext value={actions}>
      <div className="relative min-h-0 flex-1">
        {isLoadingOlder && (
          <div className="absolute inset-x-0 top-2 z-10 grid place-items-center">
            <Spinner label={t('loadingOlder')} />
          </div>
        )}
        <div
          className="scroll-calm flex h-full flex-col overflow-y-auto overflow-x-hidden px-5 [overflow-anchor:none] max-md:px-3"
          onScroll={() => {
            wasAtEnd.current = virtualizer.isAtEnd(nearEndPx);
            setIsAtEnd(wasAtEnd.current);
          }}
          ref={scroller}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
        >
          <div
            aria-label={t('log')}
            className="relative mt-auto w-full shrink-0"
            role="log"
            style={{ height: virtualizer.getTotalSize() }}
          >
            {messages.length === 0 && <p className="p-6 text-center text-muted">{t('empty')}</p>}
            {items.map((item) => {
              const row = rows[item.index];
              if (!row) return null;
              return (
                <div
                  className="absolute inset-x-0 top-0"
                  data-index={item.index}
                  key={item.key}
                  ref={virtualizer.measureElement}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <Row contactName={contactName} row={row} soughtId={soughtId} ticketNumber={ticket.number} />
                </div>
              );
            })}
          </div>
        </div>
        {!isAtEnd && (
          <Button
            aria-label={newBelow > 0 ? undefined : t('jumpToEnd')}
            className="-translate-x-1/2 absolute bottom-3 left-1/2 animate-rise rounded-full shadow-floating"
            onClick={() => virtualizer.scrollToEnd({ behavior: 'auto' })}
            size="sm"
          >
            {newBelow > 0 && t('newBelow', { count: newBelow })}
            <ArrowDown aria-hidden="true" size={14} />
          </Button>
        )}
      </div>
      {viewedId && (
        <MediaViewer
          contactName={contactName}
          messageId={viewedId}
          messages={messages}
          onClose={() => setViewedId(null)}
          onShow={setViewedId}
        />
      )}
    </ConversationActionsContext>
  );
}

interface RowProps {
  row: MessageRow;
  contactName: string;
  soughtId: string | null;
  ticketNumber: number;
}

function Row({ row, contactName, soughtId, ticketNumber }: RowProps) {
  switch (row.type) {
    case 'message': {
      const { message, startsGroup } = row;
      const isSought = message.id === soughtId;
      return <Message contactName={contactName} isSought={isSought} message={message} startsGroup={startsGroup} />;
    }
    case 'album':
      return <Album contactName={contactName} row={row} soughtId={soughtId} />;
    default:
      return <Divider row={row} ticketNumber={ticketNumber} />;
  }
}
