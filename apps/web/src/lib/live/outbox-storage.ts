import { readStored, writeStored } from '../storage.ts';
import type { OutboxEntry } from './outbox.ts';

const keyOf = (userId: string) => `tiktickets.outbox.${userId}`;

export function loadOutbox(userId: string): OutboxEntry[] {
  try {
    const stored: unknown = JSON.parse(readStored(keyOf(userId)) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isEntry) : [];
  } catch {
    return [];
  }
}

export function saveOutbox(userId: string, entries: OutboxEntry[]): void {
  writeStored(keyOf(userId), entries.length > 0 ? JSON.stringify(entries) : null);
}

function isEntry(value: unknown): value is OutboxEntry {
  if (!(value instanceof Object)) return false;
  const texts = ['clientId', 'ticketId', 'body', 'createdAt'];
  return texts.every((key) => typeof Reflect.get(value, key) === 'string');
}
