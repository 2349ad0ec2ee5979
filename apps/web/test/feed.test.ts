import { closeCodes, type LiveBatch } from '@tiktickets/core/contracts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Feed, type FeedOptions, type Frame } from '../src/lib/live/feed.ts';
import { FeedStatusStore } from '../src/lib/live/feed-status.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const opened: { cursor: string | null; handlers: Parameters<FeedOptions['subscribeFeed']>[1]; isOpen: boolean }[] =
    [];
  const status = new FeedStatusStore();
  const resync = vi.fn(async () => {});
  const options = {
    status,
    subscribeFeed: (cursor: string | null, handlers: (typeof opened)[number]['handlers']) => {
      const one = { cursor, handlers, isOpen: true };
      opened.push(one);
      return {
        unsubscribe: () => {
          one.isOpen = false;
        },
      };
    },
    subscribeEphemeral: () => ({ unsubscribe: () => {} }),
    apply: vi.fn(),
    resync,
    typing: vi.fn(),
    closeConnection: vi.fn(),
    signedOut: vi.fn(),
  };
  const frame = (id: string, kind: LiveBatch['kind']): Frame => ({ id, data: { kind, items: [] } });
  const open = () => opened.filter((one) => one.isOpen);
  return { feed: new Feed(options), options, status, resync, opened, open, frame };
}

test('mounting twice makes one subscription, and a remount in the same breath keeps it', () => {
  const { feed, opened, open } = setUp();
  const release = feed.acquire();
  const releaseSecond = feed.acquire();
  release();
  releaseSecond();
  const releaseThird = feed.acquire();
  vi.advanceTimersByTime(5);
  expect(opened).toHaveLength(1);
  releaseThird();
  vi.advanceTimersByTime(5);
  expect(open()).toHaveLength(0);
});

test('a subscription that ends is opened again with the last cursor', async () => {
  const { feed, opened, open, frame } = setUp();
  feed.acquire();
  opened[0]?.handlers.onData(frame('c1', 'hello'));
  opened[0]?.handlers.onData(frame('c2', 'items'));
  opened[0]?.handlers.onComplete();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(open().map(({ cursor }) => cursor)).toEqual(['c2']);
});

test('the first hello and every resync fetch again; a resumed feed does not', async () => {
  const { feed, opened, frame, resync, status } = setUp();
  feed.acquire();
  opened[0]?.handlers.onData(frame('c1', 'hello'));
  await vi.advanceTimersByTimeAsync(0);
  expect(resync).toHaveBeenCalledTimes(1);
  expect(status.get().kind).toBe('live');
  opened[0]?.handlers.onData(frame('c2', 'hello'));
  await vi.advanceTimersByTimeAsync(0);
  expect(resync).toHaveBeenCalledTimes(1);
  opened[0]?.handlers.onData(frame('c3', 'resync'));
  await vi.advanceTimersByTimeAsync(0);
  expect(resync).toHaveBeenCalledTimes(2);
});

test('signed out: no further attempt, and the person is sent away', async () => {
  const { feed, open, options, status } = setUp();
  feed.acquire();
  feed.socketClosed(closeCodes.signedOut);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(open()).toHaveLength(0);
  expect(options.closeConnection).toHaveBeenCalledOnce();
  expect(options.signedOut).toHaveBeenCalledOnce();
  expect(status.get().kind).toBe('signed-out');
});

test('changed rights: after the reconnect everything on screen is fetched again', async () => {
  const { feed, opened, frame, resync } = setUp();
  feed.acquire();
  opened[0]?.handlers.onData(frame('c1', 'hello'));
  await vi.advanceTimersByTimeAsync(0);
  feed.socketClosed(closeCodes.scopeChanged);
  opened[0]?.handlers.onData(frame('c2', 'hello'));
  await vi.advanceTimersByTimeAsync(0);
  expect(resync).toHaveBeenCalledTimes(2);
});

test('a quick reconnect is no outage; a longer one is, since the moment it began', async () => {
  const { feed, status } = setUp();
  feed.acquire();
  status.caughtUp();
  const lostAtMs = Date.now();
  feed.socketClosed(1012);
  expect(status.get().kind).toBe('catching-up');
  await vi.advanceTimersByTimeAsync(500);
  status.caughtUp();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(status.get().kind).toBe('live');
  feed.socketClosed(1006);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(status.get()).toEqual({ kind: 'offline', sinceMs: lostAtMs + 5_500 });
});
