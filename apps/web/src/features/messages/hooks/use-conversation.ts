'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
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
  const { fetchNextPage } = query;
  const held = useRef(query.data);
  // The external system: the answer of a fetch, which a search that goes on for several pages reads.
  useEffect(() => {
    held.current = query.data;
  });
  /** Goes back in time until the message is loaded; false when it is not there. */
  const find = useCallback(
    async (messageId: string): Promise<boolean> => {
      let data = held.current;
      while (data && !data.pages.some((page) => page.items.some((item) => item.id === messageId))) {
        if (!data.pages.at(-1)?.nextCursor) return false;
        const answer = await fetchNextPage();
        if (answer.isError) return false;
        data = answer.data;
      }
      return data !== undefined;
    },
    [fetchNextPage],
  );
  return { query, messages, find };
}
