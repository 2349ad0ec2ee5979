import { QueryClient, QueryObserver } from '@tanstack/react-query';
import type { AppRouter } from '@tiktickets/api';
import type { MeView, TicketCounts, TicketView } from '@tiktickets/core/contracts';
import { createTRPCClient, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { beforeEach, expect, test, vi } from 'vitest';
import { CacheReducer } from '../src/lib/live/cache-reducer.ts';
import { at, colleague, me, message, onePage, ticket, viewer } from './support/views.ts';

const meView: MeView = {
  user: { id: me, name: 'Ana', email: 'ana@loja.example', role: 'agent' },
  tenant: { id: me, name: 'Loja', timeZone: 'America/Sao_Paulo' },
  queues: [],
  permissions: [],
  viewer,
  demo: false,
};
const counts: TicketCounts = { mine: 0, pending: 0, groups: 0, closed: 0, unread: 0 };

/** A server whose answers the test gives, one by one. */
function setUp() {
  const asked: { path: string; answer: (data: unknown) => void }[] = [];
  const link: TRPCLink<AppRouter> =
    () =>
    ({ op }) =>
      observable((observer) => {
        const answer = (data: unknown) => {
          observer.next({ result: { type: 'data', data } });
          observer.complete();
        };
        asked.push({ path: op.path, answer });
      });
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } });
  const trpc = createTRPCOptionsProxy<AppRouter>({
    client: createTRPCClient<AppRouter>({ links: [link] }),
    queryClient: queries,
  });
  const onMessage = vi.fn();
  const reducer = new CacheReducer({ queries, trpc, onMessage });
  queries.setQueryData(trpc.me.get.queryKey(), meView);
  const keyOf = (tab: 'mine' | 'pending' | 'closed', search?: string) =>
    trpc.tickets.list.infiniteQueryKey({ tab, limit: 50, ...(search ? { search } : {}) });
  const hold = (key: ReturnType<typeof keyOf>, items: TicketView[]) => queries.setQueryData(key, onePage(items));
  const numbers = (key: ReturnType<typeof keyOf>) =>
    queries
      .getQueryData(key)
      ?.pages.flatMap((page) => page.items)
      .map((item) => item.number);
  return { asked, queries, trpc, reducer, onMessage, keyOf, hold, numbers };
}

beforeEach(() => {
  vi.useRealTimers();
});

test('an accepted ticket leaves Pending and enters Mine; a colleague’s acceptance only takes it away', () => {
  const { reducer, keyOf, hold, numbers } = setUp();
  hold(keyOf('mine'), []);
  hold(keyOf('pending'), [ticket(2), ticket(1)]);
  const open = { state: 'open', rev: 2 } as const;
  reducer.apply([
    { type: 'ticket', ticket: ticket(1, { ...open, agent: { id: me, name: 'Ana' } }) },
    { type: 'ticket', ticket: ticket(2, { ...open, agent: { id: colleague, name: 'Bia' } }) },
  ]);
  expect(numbers(keyOf('mine'))).toEqual([1]);
  expect(numbers(keyOf('pending'))).toEqual([]);
});

test('what leaves the viewer’s sight leaves every list, and its page is asked for again', () => {
  const { reducer, keyOf, hold, numbers, queries, trpc } = setUp();
  hold(keyOf('pending'), [ticket(1)]);
  queries.setQueryData(trpc.tickets.get.queryKey({ id: ticket(1).id }), ticket(1));
  reducer.apply([{ type: 'ticket-gone', ticketId: ticket(1).id }]);
  expect(numbers(keyOf('pending'))).toEqual([]);
  expect(queries.getQueryState(trpc.tickets.get.queryKey({ id: ticket(1).id }))?.isInvalidated).toBe(true);
});

test('an older version never undoes a newer one, not even where the ticket is no longer listed', () => {
  const { reducer, keyOf, hold, numbers } = setUp();
  hold(keyOf('pending'), [ticket(1)]);
  reducer.apply([{ type: 'ticket', ticket: ticket(1, { rev: 3, state: 'closed' }) }]);
  reducer.apply([{ type: 'ticket', ticket: ticket(1, { rev: 2 }) }]);
  expect(numbers(keyOf('pending'))).toEqual([]);
});

test('an unknown ticket does not enter a search by itself: the server is asked which words match', async () => {
  const { reducer, keyOf, hold, numbers, queries } = setUp();
  hold(keyOf('pending', 'marina'), [ticket(1)]);
  reducer.apply([{ type: 'ticket', ticket: ticket(2, { rev: 2 }) }]);
  expect(numbers(keyOf('pending', 'marina'))).toEqual([1]);
  await vi.waitFor(() => expect(queries.getQueryState(keyOf('pending', 'marina'))?.isInvalidated).toBe(true));
});

test('a message goes into its conversation and to whoever waits for its client id', () => {
  const { reducer, onMessage, queries, trpc } = setUp();
  const key = trpc.messages.page.infiniteQueryKey({ ticketId: message(1).ticketId, limit: 30 });
  queries.setQueryData(key, onePage([message(1)]));
  const arrived = message(2, { clientId: 'client-2' });
  reducer.apply([{ type: 'message', message: arrived }]);
  expect(queries.getQueryData(key)?.pages[0]?.items.map(({ id }) => id)).toEqual([arrived.id, message(1).id]);
  expect(onMessage).toHaveBeenCalledWith(arrived);
});

test('an event that arrives while a fetch is under way survives the fetch', async () => {
  const { reducer, asked, queries, trpc } = setUp();
  const stop = reducer.guardFetches();
  const id = ticket(1).id;
  const observer = new QueryObserver(queries, trpc.tickets.get.queryOptions({ id }));
  const unsubscribe = observer.subscribe(() => {});
  await vi.waitFor(() => expect(asked.map(({ path }) => path)).toContain('tickets.get'));
  queries.setQueryData(trpc.tickets.get.queryKey({ id }), ticket(1, { rev: 1 }));
  reducer.apply([{ type: 'ticket', ticket: ticket(1, { rev: 5, unreadCount: 4 }) }]);
  // The answer left the server before the event.
  asked.find(({ path }) => path === 'tickets.get')?.answer(ticket(1, { rev: 1 }));
  await vi.waitFor(() => expect(queries.isFetching()).toBe(0));
  await vi.waitFor(() => expect(queries.getQueryData(trpc.tickets.get.queryKey({ id }))?.unreadCount).toBe(4));
  unsubscribe();
  stop();
});

test('resync fetches again what is on screen, and only that', async () => {
  const { reducer, asked, queries, trpc, keyOf, hold } = setUp();
  hold(keyOf('closed'), [ticket(1)]);
  queries.setQueryData(trpc.tickets.counts.queryKey(), counts);
  const unsubscribe = new QueryObserver(queries, trpc.tickets.counts.queryOptions()).subscribe(() => {});
  const done = reducer.resync();
  await vi.waitFor(() => expect(asked.map(({ path }) => path)).toEqual(['tickets.counts']));
  asked[0]?.answer({ ...counts, mine: 3 });
  await done;
  expect(queries.getQueryData(trpc.tickets.counts.queryKey())?.mine).toBe(3);
  expect(queries.getQueryState(keyOf('closed'))?.isInvalidated).toBe(true);
  unsubscribe();
});

test('the counts are asked for once per second, however much happens', async () => {
  vi.useFakeTimers();
  const { reducer, asked, queries, trpc } = setUp();
  queries.setQueryData(trpc.tickets.counts.queryKey(), counts);
  const unsubscribe = new QueryObserver(queries, trpc.tickets.counts.queryOptions()).subscribe(() => {});
  for (let rev = 2; rev < 60; rev += 1)
    reducer.apply([{ type: 'ticket', ticket: ticket(1, { rev, lastActivityAt: at(rev) }) }]);
  await vi.advanceTimersByTimeAsync(10);
  expect(asked).toHaveLength(1);
  asked[0]?.answer(counts);
  await vi.advanceTimersByTimeAsync(1_200);
  expect(asked).toHaveLength(2);
  unsubscribe();
});
