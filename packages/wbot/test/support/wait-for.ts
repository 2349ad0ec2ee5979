import { setTimeout as pause } from 'node:timers/promises';

const stepMs = 5;

/**
 * Polls until `look` finds something (neither undefined, null nor false).
 * @throws naming `what` after `timeoutMs`
 */
export async function waitFor<T>(
  what: string,
  look: () => T | Promise<T>,
  timeoutMs = 20_000,
): Promise<Exclude<T, undefined | null | false>> {
  const deadlineMs = performance.now() + timeoutMs;
  while (true) {
    const found = await look();
    if (isFound(found)) return found;
    if (performance.now() > deadlineMs) throw new Error(`timed out waiting for ${what}`);
    await pause(stepMs);
  }
}

function isFound<T>(value: T): value is Exclude<T, undefined | null | false> {
  return value !== undefined && value !== null && value !== false;
}
