import { storableText } from './rules.ts';

/** Keeps the shape: only texts inside it change, and bytes are left alone. */
function sameShape<T>(value: unknown): T {
  return value as T;
}

/**
 * The same value with every text in it as PostgreSQL takes it. A sender decides what is in a file's name, a contact card
 * or an id, and one character that is refused would keep the whole message from being stored.
 */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return sameShape(storableText(value));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return sameShape(value.map(storable));
  return sameShape(Object.fromEntries(Object.entries(value).map(([name, part]) => [name, storable(part)])));
}
