import type { AppRouter } from '@tiktickets/api';
import type { MeView } from '@tiktickets/core/contracts';
import { createTRPCClient, httpBatchLink, splitLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { appError, isTransient } from '../trpc/errors.ts';
import { createQueryClient } from '../trpc/query-client.ts';
import { CacheReducer } from './cache-reducer.ts';
import { Feed } from './feed.ts';
import { FeedStatusStore } from './feed-status.ts';
import { createLiveConnection } from './live-link.ts';
import { Outbox, type OutboxEntry, type SendOutcome } from './outbox.ts';
import { loadOutbox, saveOutbox } from './outbox-storage.ts';
import { TypingStore } from './typing-store.ts';

export type Desk = ReturnType<typeof createDesk>;

/** Everything a tab of the desk holds besides components: cache, feed, outbox. One per tab. */
export function createDesk(me: MeView) {
  const status = new FeedStatusStore();
  const typing = new TypingStore();
  const queryClient = createQueryClient();
  const connection = createLiveConnection({
    onOpen: () => status.connected(),
    onClose: (code) => feed.socketClosed(code),
    onFallback: () => feed.restart(),
  });
  const client = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === 'subscription',
        true: connection.link,
        false: httpBatchLink({ url: '/api/trpc', maxURLLength: 2_000 }),
      }),
    ],
  });
  const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });
  queryClient.setQueryData(trpc.me.get.queryKey(), me);

  const reducer = new CacheReducer(queryClient, trpc, (message) => outbox.settle(message));
  const outbox = new Outbox({
    load: () => loadOutbox(me.user.id),
    save: (entries) => saveOutbox(me.user.id, entries),
    send: (entry) => send(entry),
  });
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

  async function send({ ticketId, clientId, body }: OutboxEntry): Promise<SendOutcome> {
    try {
      const message = await client.messages.send.mutate({ ticketId, clientId, body });
      reducer.apply([{ type: 'message', message }]);
      return { kind: 'sent' };
    } catch (error) {
      if (isTransient(error)) return { kind: 'later' };
      return { kind: 'refused', failure: appError(error)?.code === 'forbidden' ? 'forbidden' : 'rejected' };
    }
  }

  /** Connects the stores to the browser. Returns the way to let go. */
  function mount(): () => void {
    const release = feed.acquire();
    const stopGuarding = reducer.guardFetches();
    const stopFlushing = status.subscribe(() => {
      if (status.get().kind === 'live') outbox.flush();
    });
    const dropSocket = () => connection.drop();
    window.addEventListener('offline', dropSocket);
    return () => {
      window.removeEventListener('offline', dropSocket);
      stopFlushing();
      stopGuarding();
      release();
    };
  }

  return { me, queryClient, client, trpc, reducer, outbox, status, typing, mount };
}

const currentPath = () => window.location.pathname + window.location.search;
