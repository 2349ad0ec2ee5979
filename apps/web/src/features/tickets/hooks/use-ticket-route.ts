'use client';

import type { TicketFilters, TicketTab } from '@tiktickets/core/contracts';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { ticketTabs } from '@/lib/ticket-tabs.ts';

export interface TicketRoute {
  ticketId: string | null;
  tab: TicketTab;
  search: string;
  filters: TicketFilters;
}

/** The address is the state: which tab, which words, which conversation. Moving never asks the server for a page. */
export function useTicketRoute() {
  const pathname = usePathname();
  const params = useSearchParams();
  const route = useMemo(() => readRoute(pathname, params), [pathname, params]);
  const go = useCallback(
    (change: Partial<TicketRoute>, how: 'push' | 'replace' = 'push') => {
      const href = hrefOf({ ...route, ...change });
      if (how === 'push') window.history.pushState(null, '', href);
      else window.history.replaceState(null, '', href);
    },
    [route],
  );
  return { route, go };
}

type TicketHref = '/tickets' | `/tickets?${string}` | `/tickets/${string}`;

/** How each filter is called in the address. */
const filterNames = { queueId: 'queue', userId: 'agent', channelId: 'channel' } as const;
const filterKeys = ['queueId', 'userId', 'channelId'] as const;

export function hrefOf({ ticketId, tab, search, filters = {} }: Partial<TicketRoute>): TicketHref {
  const query = new URLSearchParams();
  if (tab && tab !== 'mine') query.set('tab', tab);
  if (search) query.set('q', search);
  for (const key of filterKeys) if (filters[key]) query.set(filterNames[key], filters[key]);
  if (filters.isUnread) query.set('unread', '1');
  if (ticketId) return query.size > 0 ? `/tickets/${ticketId}?${query}` : `/tickets/${ticketId}`;
  return query.size > 0 ? `/tickets?${query}` : '/tickets';
}

function readRoute(pathname: string, params: { get(name: string): string | null }): TicketRoute {
  const tab = params.get('tab');
  return {
    ticketId: /^\/tickets\/([^/]+)/.exec(pathname)?.[1] ?? null,
    tab: ticketTabs.find((known) => known === tab) ?? 'mine',
    search: params.get('q') ?? '',
    filters: readFilters(params),
  };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function readFilters(params: { get(name: string): string | null }): TicketFilters {
  const filters: TicketFilters = {};
  for (const key of filterKeys) {
    const value = params.get(filterNames[key]);
    if (value && uuid.test(value)) filters[key] = value;
  }
  if (params.get('unread') === '1') filters.isUnread = true;
  return filters;
}
