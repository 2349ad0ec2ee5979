'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useDesk, useOutboxOf } from '@/lib/live/desk-provider.tsx';
import { useTRPC } from '@/lib/trpc/context.ts';
import { withOutbox } from '../message-rows.ts';

const messagesPerPage = 30;

/** The first page of a conversation, and how to go on from it. */
export function useMessagePageOptions() {
  const trpc = useTRPC();
  return useMemo(
    () => (ticketId: string) =>
      trpc.messages.page.infiniteQueryOptions(
        { ticketId, limit: messagesPerPage },
        { initialCursor: null, getNextPageParam: (page) => page.nextCursor },
      ),
    [trpc],
  );
}

/** Stored and waiting messages of one conversation, oldest first. */
export function useConversation(ticketId: string) {
  const { me } = useDesk();
  const query = useInfiniteQuery(useMessagePageOptions()(ticketId));
  const waiting = useOutboxOf(ticketId);
  const pages = query.data?.pages;
  const messages = useMemo(
    () => withOutbox((pages ?? []).flatMap((page) => page.items).toReversed(), waiting, me.user),
    [pages, waiting, me.user],
  );
  return { query, messages };
}
