import type { Storage } from './storage.ts';

/** A storage whose code is loaded at its first use: most installations never need it. */
export function createLateStorage(kind: Storage['kind'], open: () => Promise<Storage>): Storage {
  let opened: Promise<Storage> | null = null;
  const storage = (): Promise<Storage> => {
    opened ??= open();
    return opened;
  };
  return {
    kind,
    write: async (file) => (await storage()).write(file),
    read: async (key, range) => (await storage()).read(key, range),
    has: async (key) => (await storage()).has(key),
    remove: async (key) => (await storage()).remove(key),
    removePartial: async (olderThanMs) => (await storage()).removePartial(olderThanMs),
    list: async function* () {
      yield* (await storage()).list();
    },
  };
}
