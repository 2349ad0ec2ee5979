'use client';

import { useCallback, useSyncExternalStore } from 'react';

/** Something that belongs to a ticket and not to the component that shows it: it is there again when one comes back. */
export class TicketStore<T> {
  readonly #values = new Map<string, T>();
  readonly #listeners = new Set<() => void>();
  readonly #empty: T;

  constructor(empty: T) {
    this.#empty = empty;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get(ticketId: string): T {
    return this.#values.get(ticketId) ?? this.#empty;
  }

  set(ticketId: string, value: T): void {
    if (value === this.#empty) this.#values.delete(ticketId);
    else this.#values.set(ticketId, value);
    for (const listener of this.#listeners) listener();
  }

  readonly empty = (): T => this.#empty;
}

export function useTicketStore<T>(store: TicketStore<T>, ticketId: string): T {
  const read = useCallback(() => store.get(ticketId), [store, ticketId]);
  return useSyncExternalStore(store.subscribe, read, store.empty);
}
