import { setTimeout as wait } from 'node:timers/promises';

/** Waits, or returns early when the signal fires. Never rejects. */
export async function abortableWait(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
