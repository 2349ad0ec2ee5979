'use client';

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { TicketFilters, TicketTab, TicketView } from '@tiktickets/core/contracts';
import { useCallback } from 'react';
import { useMessagePageOptions } from '@/features/messages/index.ts';
import { useDesk } from '@/lib/live/desk-provider.tsx';
import { useTRPC } from '@/lib/trpc/context.ts';

const rowsPerPage = 50;

export function useTicketList({
  tab,
  search = '',
  filters = {},
}: {
  tab: TicketTab;
  search?: string;
  filters?: TicketFilters;
}) {
  const trpc = useTRPC();
  return useInfiniteQuery(
    trpc.tickets.list.infiniteQueryOptions(
      {
        tab,
        limit: rowsPerPage,
        ...(search ? { search } : {}),
        ...(Object.keys(filters).length > 0 ? { filters } : {}),
      },
      {
        initialCursor: null,
        getNextPageParam: (page) => page.nextCursor,
        // Other words keep the old rows until the new ones are there; another tab does not.
        placeholderData: search ? keepPreviousData : undefined,
      },
    ),
  );
}

export function useTicketCounts() {
  const trpc = useTRPC();
  return useQuery(trpc.tickets.counts.queryOptions()).data;
}

export function useTicket(id: string) {
  const trpc = useTRPC();
  return useQuery(trpc.tickets.get.queryOptions({ id }));
}

/** Makes opening this ticket instant: its row already is its header, and its messages are fetched ahead. */
export function usePrepareTicket() {
  const queries = useQueryClient();
  const { trpc } = useDesk();
  const messagePage = useMessagePageOptions();
  return useCallback(
    (ticket: TicketView) => {
      queries.setQueryData(trpc.tickets.get.queryKey({ id: ticket.id }), (held) =>
        held && held.rev >= ticket.rev ? held : ticket,
      );
      void queries.prefetchInfiniteQuery(messagePage(ticket.id));
    },
    [queries, trpc, messagePage],
  );
}
