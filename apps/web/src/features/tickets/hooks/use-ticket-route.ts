'use client';

import type { TicketTab } from '@tiktickets/core/contracts';
import { usePathname, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { ticketTabs } from '@/lib/ticket-tabs.ts';

export interface TicketRoute {
  ticketId: string | null;
  tab: TicketTab;
  search: string;
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

export function hrefOf({ ticketId, tab, search }: TicketRoute): TicketHref {
  const query = new URLSearchParams();
  if (tab !== 'mine') query.set('tab', tab);
  if (search) query.set('q', search);
  if (ticketId) return query.size > 0 ? `/tickets/${ticketId}?${query}` : `/tickets/${ticketId}`;
  return query.size > 0 ? `/tickets?${query}` : '/tickets';
}

function readRoute(pathname: string, params: { get(name: string): string | null }): TicketRoute {
  const tab = params.get('tab');
  return {
    ticketId: /^\/tickets\/([^/]+)/.exec(pathname)?.[1] ?? null,
    tab: ticketTabs.find((known) => known === tab) ?? 'mine',
    search: params.get('q') ?? '',
  };
}
