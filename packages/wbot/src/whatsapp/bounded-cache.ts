interface Slot {
  value: unknown;
  expiresAtMs: number;
}

/** Trusts that a key is always written and read with the same type; the library's cache interface is generic per call. */
function typed<T>(value: unknown): T {
  return value as T;
}

/** A small cache with an age and a size limit, in the shape the WhatsApp library accepts. Oldest entries go first. */
export class BoundedCache {
  readonly #slots = new Map<string, Slot>();
  readonly #limit: { entries: number; ttlMs: number };

  constructor(limit: { entries: number; ttlMs: number }) {
    this.#limit = limit;
  }

  get<T>(key: string): T | undefined {
    const slot = this.#slots.get(key);
    if (!slot) return undefined;
    if (slot.expiresAtMs > performance.now()) return typed<T>(slot.value);
    this.#slots.delete(key);
    return undefined;
  }

  set<T>(key: string, value: T): boolean {
    this.#slots.delete(key);
    this.#slots.set(key, { value, expiresAtMs: performance.now() + this.#limit.ttlMs });
    for (const oldest of this.#slots.keys()) {
      if (this.#slots.size <= this.#limit.entries) break;
      this.#slots.delete(oldest);
    }
    return true;
  }

  del(key: string): void {
    this.#slots.delete(key);
  }

  flushAll(): void {
    this.#slots.clear();
  }
}
