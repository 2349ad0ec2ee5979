'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import type { TicketView } from '@tiktickets/core/contracts';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { Button } from '@/ui/button.tsx';
import { EmptyState } from '@/ui/empty-state.tsx';
import { Spinner } from '@/ui/spinner.tsx';
import { usePrepareTicket, useTicketList } from '../hooks/ticket-queries.ts';
import { useListKeys } from '../hooks/use-list-keys.ts';
import { useTicketActions } from '../hooks/use-ticket-actions.ts';
import { hrefOf, useTicketRoute } from '../hooks/use-ticket-route.ts';
import { EmptyList, ListPlaceholder } from './list-states.tsx';
import { TicketRow } from './ticket-row.tsx';

const moreFromEnd = 10;

export function TicketList() {
  const t = useTranslations();
  const { route, go } = useTicketRoute();
  const { tab, search, filters, ticketId } = route;
  const query = useTicketList({ tab, search, filters });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const tickets = useMemo(() => (query.data?.pages ?? []).flatMap((page) => page.items), [query.data]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: tickets.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => tickets[index]?.id ?? index,
    estimateSize: () => 82,
    overscan: 8,
    initialRect: { width: 320, height: 800 },
  });
  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  // The external system: the server, which has the next page.
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastIndex >= tickets.length - moreFromEnd) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastIndex, tickets.length]);

  const prepare = usePrepareTicket();
  const { mutate: acceptTicket } = useTicketActions().accept;
  const accept = useCallback((ticket: TicketView) => acceptTicket({ id: ticket.id }), [acceptTicket]);
  const open = useCallback(
    (ticket: TicketView) => {
      prepare(ticket);
      go({ ticketId: ticket.id });
    },
    [prepare, go],
  );
  useListKeys({
    scroller,
    virtualizer,
    count: tickets.length,
    selectedIndex: tickets.findIndex(({ id }) => id === ticketId),
  });

  if (query.isPending) return <ListPlaceholder />;
  if (query.isError && !query.data) {
    return (
      <EmptyState
        action={<Button onClick={() => void query.refetch()}>{t('common.retry')}</Button>}
        text={t('errors.offlineText')}
        title={t('tickets.errorTitle')}
      />
    );
  }
  if (tickets.length === 0) return <EmptyList onShowPending={() => go({ tab: 'pending' })} search={search} tab={tab} />;
  return (
    <div className="scroll-calm min-h-0 flex-1 overflow-y-auto [overflow-anchor:none]" ref={scroller}>
      <ul
        aria-label={t('tickets.list')}
        className="relative"
        // biome-ignore lint/a11y/noRedundantRoles: without list marks, Safari no longer calls it a list
        role="list"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {items.map((item) => {
          const ticket = tickets[item.index];
          if (!ticket) return null;
          return (
            <TicketRow
              href={hrefOf({ ticketId: ticket.id, tab, search, filters })}
              index={item.index}
              isSelected={ticket.id === ticketId}
              key={item.key}
              measure={virtualizer.measureElement}
              onAccept={accept}
              onOpen={open}
              onPrepare={prepare}
              startPx={item.start}
              ticket={ticket}
            />
          );
        })}
      </ul>
      {isFetchingNextPage && (
        <div className="grid place-items-center p-3">
          <Spinner label={t('tickets.loadMore')} />
        </div>
      )}
    </div>
  );
}
