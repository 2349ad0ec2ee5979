'use client';

import { useCallback, useSyncExternalStore } from 'react';
import { readStored, writeStored } from './storage.ts';

const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const keyOf = (ticketId: string) => `tiktickets.draft.${ticketId}`;

export const readDraft = (ticketId: string): string => readStored(keyOf(ticketId)) ?? '';

export function writeDraft(ticketId: string, text: string): void {
  const had = readDraft(ticketId) !== '';
  writeStored(keyOf(ticketId), text === '' ? null : text);
  if (had !== (text !== '')) for (const listener of listeners) listener();
}

/** Whether something unsent waits in this browser. */
export function useHasDraft(ticketId: string): boolean {
  const read = useCallback(() => readDraft(ticketId) !== '', [ticketId]);
  return useSyncExternalStore(subscribe, read, () => false);
}
