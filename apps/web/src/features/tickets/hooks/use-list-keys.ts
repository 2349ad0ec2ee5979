'use client';

import type { Virtualizer } from '@tanstack/react-virtual';
import type { RefObject } from 'react';
import { useShortcuts } from '@/lib/shortcuts.ts';

interface ListKeysInput {
  scroller: RefObject<HTMLElement | null>;
  virtualizer: Virtualizer<HTMLDivElement, Element>;
  count: number;
  selectedIndex: number;
}

/** J and K (or the arrows) move a real focus through the rows; Enter then opens like any link. */
export function useListKeys({ scroller, virtualizer, count, selectedIndex }: ListKeysInput): void {
  const move = (step: 1 | -1) => {
    if (count === 0) return;
    const focused = document.activeElement?.closest('[data-index]');
    const isInList = focused !== null && focused !== undefined && scroller.current?.contains(focused);
    const from = isInList ? Number(focused.getAttribute('data-index')) : selectedIndex;
    const to = Math.max(0, Math.min(count - 1, from + step));
    virtualizer.scrollToIndex(to, { align: 'auto' });
    focusRow(scroller, to, 3);
  };
  useShortcuts({ j: () => move(1), k: () => move(-1), arrowdown: () => move(1), arrowup: () => move(-1) });
}

/** The row may only exist after the list has scrolled to it. */
function focusRow(scroller: RefObject<HTMLElement | null>, index: number, framesLeft: number): void {
  const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] a`);
  if (row) row.focus({ preventScroll: true });
  else if (framesLeft > 0) requestAnimationFrame(() => focusRow(scroller, index, framesLeft - 1));
}
