'use client';

import { type RefObject, useEffect, useRef } from 'react';

/** Whoever reads the newest goes on reading it when the room shrinks, because the composer or a keyboard grows. */
export function useKeepEnd(scroller: RefObject<HTMLElement | null>, scrollToEnd: () => void) {
  const wasAtEnd = useRef(true);
  const latest = useRef(scrollToEnd);
  // The external system in both effects: the size of the element that scrolls.
  useEffect(() => {
    latest.current = scrollToEnd;
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => wasAtEnd.current && latest.current());
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return wasAtEnd;
}
