import type { AppRouter } from '@tiktickets/api';
import { createWSClient, httpSubscriptionLink, type TRPCLink, wsLink } from '@trpc/client';
import { PromptWebSocket } from './prompt-websocket.ts';
import { createRetryDelay } from './retry-delay.ts';

const refusalsBeforeFallback = 2;

export interface LiveLinkEvents {
  onOpen(): void;
  onClose(code: number | null): void;
  /** Websockets seem blocked on this network; subscriptions go over server-sent events from now on. */
  onFallback(): void;
}

export interface LiveConnection {
  link: TRPCLink<AppRouter>;
  /** Drops the socket; a subscription that still runs makes it connect again. */
  drop(): void;
  /** Ends the socket for good, until the next subscription. */
  close(): void;
}

/** One socket per tab for every subscription, with server-sent events behind it where websockets never get through. */
export function createLiveConnection(events: LiveLinkEvents): LiveConnection {
  const delay = createRetryDelay();
  let via: 'ws' | 'sse' = 'ws';
  let hasEverOpened = false;
  let refusals = 0;

  const client = createWSClient({
    url: () => `${window.location.origin.replace(/^http/, 'ws')}/api/ws`,
    WebSocket: PromptWebSocket,
    lazy: { enabled: true, closeMs: 5_000 },
    keepAlive: { enabled: true, intervalMs: 10_000, pongTimeoutMs: 5_000 },
    retryDelayMs: (attempt) => delay.next(attempt),
    onOpen() {
      hasEverOpened = true;
      delay.opened();
      events.onOpen();
    },
    onClose(cause) {
      events.onClose(cause?.code ?? null);
      if (!hasEverOpened && via === 'ws') void considerFallback();
    },
  });

  async function considerFallback(): Promise<void> {
    refusals += 1;
    if (refusals < refusalsBeforeFallback) return;
    const answer = await fetch('/api/trpc/me.get').catch(() => null);
    if (!answer?.ok || hasEverOpened || via === 'sse') return;
    via = 'sse';
    void client.close();
    events.onFallback();
  }

  const link: TRPCLink<AppRouter> = (runtime) => {
    const overSocket = wsLink<AppRouter>({ client })(runtime);
    const overEvents = httpSubscriptionLink<AppRouter, typeof EventSource>({ url: '/api/trpc' })(runtime);
    return (op) => (via === 'ws' ? overSocket(op) : overEvents(op));
  };

  return {
    link,
    drop: () => client.connection?.ws?.close(),
    close: () => void client.close(),
  };
}
