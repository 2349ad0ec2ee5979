import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { patiently } from '../src/ui/patiently.ts';

let isOnline = true;
const page = new EventTarget();
beforeEach(() => {
  isOnline = true;
  vi.useFakeTimers();
  vi.stubGlobal('window', page);
  vi.stubGlobal('navigator', {
    get onLine() {
      return isOnline;
    },
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('waits for the network, however long, and goes on as soon as it is back', async () => {
  isOnline = false;
  const load = vi.fn(async () => {
    if (!isOnline) throw new Error('no network');
    return 'code';
  });
  const loaded = patiently(load);
  await vi.advanceTimersByTimeAsync(3_600_000);
  isOnline = true;
  page.dispatchEvent(new Event('online'));
  expect(await loaded).toBe('code');
});

it('fails what cannot be had although there is a network', async () => {
  const load = vi.fn(() => Promise.reject(new Error('404')));
  const outcome = patiently(load).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await outcome).toEqual(new Error('404'));
  expect(load).toHaveBeenCalledTimes(6);
});
