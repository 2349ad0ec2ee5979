'use client';

import { useNow } from 'next-intl';
import { useSyncExternalStore } from 'react';

const tickMs = 30_000;
const listeners = new Set<() => void>();
let current = new Date();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  current = new Date();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** One clock for the whole tab, precise to half a minute. */
export function useCurrentTime(): Date {
  const rendered = useNow();
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => rendered,
  );
}
