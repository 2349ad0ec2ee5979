import type { AuthStore } from '../contract.ts';
import { BoundedCache } from './bounded-cache.ts';

/** Read with every message of a contact. Pre-keys are used once, and keys of the phone's own data rarely. */
const cachedTypes = new Set(['session', 'lid-mapping', 'device-list', 'tctoken', 'identity-key']);

const limit = { entries: 400, ttlMs: 30 * 60 * 1000 };

type KeyRows = Pick<AuthStore, 'loadKeys' | 'saveKeys'>;

/**
 * Keys that were read or written lately, as their serialised text: what is stored stays the truth, and only what is known
 * to be stored is remembered. Of use to the channel's one owner only; a process that lost the channel reads old keys from
 * it, as it may from its store, and the store refuses what it makes of them.
 */
export function cachedKeys(store: KeyRows): KeyRows {
  /** Null: known to be absent. */
  const cache = new BoundedCache(limit);
  /** Keys that are being written, and by how many at once. */
  const writers = new Map<string, number>();
  /** Written by two at once: which of them the store took last is not known. */
  const contested = new Set<string>();
  let writes = 0;
  const nameOf = (type: string, id: string): string => `${type}/${id}`;

  function begin(name: string): void {
    const others = writers.get(name) ?? 0;
    if (others > 0) contested.add(name);
    writers.set(name, others + 1);
    cache.del(name);
  }

  /** @returns whether the store is known to hold what this writer wrote */
  function end(name: string): boolean {
    const left = (writers.get(name) ?? 1) - 1;
    if (left > 0) {
      writers.set(name, left);
      return false;
    }
    writers.delete(name);
    return !contested.delete(name);
  }

  function recall(type: string, ids: readonly string[]): { found: Map<string, string>; missing: string[] } {
    const found = new Map<string, string>();
    const missing: string[] = [];
    for (const id of ids) {
      const value = cache.get<string | null>(nameOf(type, id));
      if (value === undefined) missing.push(id);
      else if (value !== null) found.set(id, value);
    }
    return { found, missing };
  }

  return {
    async loadKeys(type, ids) {
      if (!cachedTypes.has(type)) return await store.loadKeys(type, ids);
      const { found, missing } = recall(type, ids);
      if (missing.length === 0) return found;
      const before = writes;
      const isQuiet = writers.size === 0;
      const loaded = await store.loadKeys(type, missing);
      for (const id of missing) {
        const value = loaded.get(id);
        if (value !== undefined) found.set(id, value);
        // Read beside a write, it may be from before it.
        if (isQuiet && writes === before) cache.set(nameOf(type, id), value ?? null);
      }
      return found;
    },

    async saveKeys(changes) {
      const last = new Map(
        changes
          .filter(({ type }) => cachedTypes.has(type))
          .map(({ type, id, value }) => [nameOf(type, id), value] as const),
      );
      if (last.size > 0) writes += 1;
      for (const name of last.keys()) begin(name);
      let isStored = false;
      try {
        await store.saveKeys(changes);
        isStored = true;
      } finally {
        for (const [name, value] of last) {
          if (end(name) && isStored) cache.set(name, value);
        }
      }
    },
  };
}
