import type { QueryClient } from '@tanstack/react-query';
import type { AppRouter } from '@tiktickets/api';
import type { MessageView } from '@tiktickets/core/contracts';
import { createTRPCClient } from '@trpc/client';
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { CacheReducer } from './cache-reducer.ts';
import { Feed } from './feed.ts';
import type { FeedStatusStore } from './feed-status.ts';
import { createLiveConnection } from './live-link.ts';
import type { TypingStore } from './typing-store.ts';

export interface LiveSessionOptions {
  queryClient: QueryClient;
  trpc: TRPCOptionsProxy<AppRouter>;
  status: FeedStatusStore;
  typing: TypingStore;
  onMessage(message: MessageView): void;
}
export type LiveSession = ReturnType<typeof startLiveSession>;

/** The feed of a tab and the reducer behind it. Nothing connects before `connect`. */
export function startLiveSession({ queryClient, trpc, status, typing, onMessage }: LiveSessionOptions) {
  const reducer = new CacheReducer({ queries: queryClient, trpc, onMessage });
  const connection = createLiveConnection({
    onOpen: () => status.connected(),
    onClose: (code) => feed.socketClosed(code),
    onFallback: () => feed.restart(),
  });
  const client = createTRPCClient<AppRouter>({ links: [connection.link] });
  const feed: Feed = new Feed({
    status,
    subscribeFeed: (cursor, handlers) => client.live.feed.subscribe({ cursor }, handlers),
    subscribeEphemeral: (handlers) => client.live.ephemeral.subscribe(undefined, handlers),
    apply: (batch) => reducer.apply(batch.items),
    resync: () => reducer.resync(),
    typing: (event) => typing.set(event.ticketId, event.active),
    closeConnection: () => connection.close(),
    signedOut: () => window.location.assign(`/login?callbackUrl=${encodeURIComponent(currentPath())}`),
  });

  /** Opens the feed and watches the network. Returns the way to let go. */
  function connect(): () => void {
    const release = feed.acquire();
    const stopGuarding = reducer.guardFetches();
    const dropSocket = () => connection.drop();
    window.addEventListener('offline', dropSocket);
    return () => {
      window.removeEventListener('offline', dropSocket);
      stopGuarding();
      release();
    };
  }

  return { reducer, connect };
}

const currentPath = () => window.location.pathname + window.location.search;
