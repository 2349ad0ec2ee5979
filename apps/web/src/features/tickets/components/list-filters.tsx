'use client';

import dynamic from 'next/dynamic';
import { useState } from 'react';
import { patiently } from '@/ui/patiently.ts';
import { useTicketRoute } from '../hooks/use-ticket-route.ts';
import { FilterButton } from './filter-button.tsx';

const FilterPopover = dynamic(
  () => patiently(() => import('./filter-popover.tsx')).then((module) => module.FilterPopover),
  {
    ssr: false,
    loading: () => <FilterButton aria-expanded="true" count={0} />,
  },
);

/** What the list is narrowed to; loaded when it is first asked for. */
export function ListFilters() {
  const { route } = useTicketRoute();
  const [isWanted, setIsWanted] = useState(false);
  const count = Object.keys(route.filters).length;
  return isWanted ? (
    <FilterPopover />
  ) : (
    <FilterButton aria-expanded="false" aria-haspopup="dialog" count={count} onClick={() => setIsWanted(true)} />
  );
}
