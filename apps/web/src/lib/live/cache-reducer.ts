import type { Query, QueryClient } from '@tanstack/react-query';
import type { AppRouter } from '@tiktickets/api';
import {
  type ChannelView,
  isOnTab,
  type LiveItem,
  type MessageView,
  passesFilters,
  type TicketFilters,
  type TicketTab,
  type TicketView,
  ticketTabs,
} from '@tiktickets/core/contracts';
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { coalesce } from './coalesce.ts';
import { type MessagePages, removeMessage, upsertMessage } from './message-pages.ts';
import { RecentItems } from './recent-items.ts';
import { findTicket, removeTicket, type TicketPages, upsertTicket } from './ticket-pages.ts';

const refetchEveryMs = 1_000;

export interface CacheReducerOptions {
  queries: QueryClient;
  trpc: TRPCOptionsProxy<AppRouter>;
  onMessage(message: MessageView): void;
}

/** The one way by which anything that happened elsewhere reaches the screen. Idempotent, in any order. */
export class CacheReducer {
  readonly #queries: QueryClient;
  readonly #trpc: TRPCOptionsProxy<AppRouter>;
  readonly #onMessage: (message: MessageView) => void;
  readonly #recent = new RecentItems();
  readonly #refetchCounts: () => void;
  readonly #searches = new Set<string>();
  readonly #refetchSearches: () => void;

  constructor({ queries, trpc, onMessage }: CacheReducerOptions) {
    this.#queries = queries;
    this.#trpc = trpc;
    this.#onMessage = onMessage;
    this.#refetchCounts = coalesce(
      () => void queries.invalidateQueries(trpc.tickets.counts.queryFilter()),
      refetchEveryMs,
    );
    this.#refetchSearches = coalesce(() => {
      const hashes = new Set(this.#searches);
      this.#searches.clear();
      void queries.invalidateQueries({ predicate: (query) => hashes.has(query.queryHash) });
    }, refetchEveryMs);
  }

  apply(items: readonly LiveItem[]): void {
    for (const item of items) if (this.#recent.remember(item)) this.#reduce(item);
    if (items.some((item) => item.type === 'ticket' || item.type === 'ticket-gone')) this.#refetchCounts();
  }

  /** Puts recent events on top of every answer that may have left the server before them. Returns the way to stop. */
  guardFetches(): () => void {
    return this.#queries.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated' || event.action.type !== 'success' || event.action.manual) return;
      queueMicrotask(() => {
        for (const item of this.#recent.all()) this.#reduce(item, false);
      });
    });
  }

  /** What is held may be stale: forget the recent past and fetch again what is on screen. */
  async resync(): Promise<void> {
    this.#recent.clear();
    await this.#queries.invalidateQueries();
  }

  #reduce(item: LiveItem, isNews = true): void {
    switch (item.type) {
      case 'ticket':
        this.#ticket(item.ticket, isNews);
        break;
      case 'ticket-gone':
        this.#ticketGone(item.ticketId, isNews);
        break;
      case 'message':
        this.#message(item.message);
        break;
      case 'message-gone':
        this.#messageGone(item);
        break;
      case 'channel':
        this.#channel(item.channel);
        break;
    }
  }

  #ticket(ticket: TicketView, isNews: boolean): void {
    const viewer = this.#queries.getQueryData(this.#trpc.me.get.queryKey())?.viewer;
    const before = this.#queries.getQueryData(this.#trpc.tickets.get.queryKey({ id: ticket.id }));
    this.#queries.setQueryData(this.#trpc.tickets.get.queryKey({ id: ticket.id }), (held) =>
      held && held.rev < ticket.rev ? ticket : held,
    );
    if (viewer) {
      for (const { query, tab, search, filters } of this.#lists()) {
        const belongs = isOnTab(viewer, ticket, tab) && passesFilters(ticket, filters);
        const pages = query.state.data;
        if (!pages) continue;
        if (search && belongs && !findTicket(pages, ticket.id)) {
          // Whether an unseen ticket matches the words is the server's to say.
          if (isNews) this.#searches.add(query.queryHash);
          continue;
        }
        this.#setPages(query, upsertTicket(pages, ticket, belongs));
      }
      if (this.#searches.size > 0) this.#refetchSearches();
    }
    if (isNews && before && isHandedOn(before, ticket)) {
      void this.#queries.invalidateQueries(this.#trpc.tickets.log.queryFilter({ id: ticket.id }));
      void this.#queries.invalidateQueries(this.#trpc.tickets.attendances.queryFilter({ id: ticket.id }));
    }
  }

  #ticketGone(ticketId: string, isNews: boolean): void {
    for (const { query } of this.#lists()) {
      if (query.state.data) this.#setPages(query, removeTicket(query.state.data, ticketId));
    }
    if (isNews) void this.#queries.invalidateQueries(this.#trpc.tickets.get.queryFilter({ id: ticketId }));
  }

  #message(message: MessageView): void {
    this.#changePages(message.ticketId, (pages) => upsertMessage(pages, message));
    this.#onMessage(message);
  }

  #messageGone({ ticketId, messageId }: { ticketId: string; messageId: string }): void {
    this.#changePages(ticketId, (pages) => removeMessage(pages, messageId));
  }

  #changePages(ticketId: string, change: (pages: MessagePages) => MessagePages): void {
    const filter = this.#trpc.messages.page.infiniteQueryFilter({ ticketId });
    for (const query of this.#queries.getQueryCache().findAll(filter).map(asMessagePages)) {
      const pages = query.state.data;
      if (!pages) continue;
      const changed = change(pages);
      if (changed !== pages) this.#queries.setQueryData(query.queryKey, changed);
    }
  }

  #channel(channel: ChannelView): void {
    this.#queries.setQueryData(this.#trpc.channels.list.queryKey(), (held) => {
      if (!held) return held;
      const at = held.findIndex(({ id }) => id === channel.id);
      const before = held[at];
      if (!before) return channel.isArchived ? held : [...held, channel];
      if (!isNewer(channel, before)) return held;
      return channel.isArchived ? held.toSpliced(at, 1) : held.with(at, channel);
    });
  }

  #setPages(query: Query<TicketPages>, pages: TicketPages): void {
    if (pages !== query.state.data) this.#queries.setQueryData(query.queryKey, pages);
  }

  #lists() {
    return this.#queries
      .getQueryCache()
      .findAll(this.#trpc.tickets.list.infiniteQueryFilter())
      .map((query) => ({ query: asTicketList(query), ...filterOf(query) }));
  }
}

/** Accepted again counts too: what happened in between may never have been seen here. */
const isHandedOn = (before: TicketView, after: TicketView): boolean =>
  before.state !== after.state || before.agent?.id !== after.agent?.id || before.acceptedAt !== after.acceptedAt;

/** Only `tickets.list` queries come in, and their data is written by that procedure alone. */
function asTicketList(query: unknown): Query<TicketPages> {
  return query as Query<TicketPages>;
}

/** Only `messages.page` queries come in, and their data is written by that procedure alone. */
function asMessagePages(query: unknown): Query<MessagePages> {
  return query as Query<MessagePages>;
}

/** The key of a `tickets.list` query holds what that procedure's input allows. */
function asFilters(filters: object): TicketFilters {
  return filters;
}

/** Which tab, words and filters a list query was asked for, read from its key: `[path, { input }]`. */
function filterOf({ queryKey }: Query): { tab: TicketTab; search: string | null; filters: TicketFilters } {
  const options: unknown = queryKey[1];
  const input: unknown = options instanceof Object ? Reflect.get(options, 'input') : null;
  const tab: unknown = input instanceof Object ? Reflect.get(input, 'tab') : null;
  const search: unknown = input instanceof Object ? Reflect.get(input, 'search') : null;
  const filters: unknown = input instanceof Object ? Reflect.get(input, 'filters') : null;
  return {
    tab: ticketTabs.find((known) => known === tab) ?? 'mine',
    search: typeof search === 'string' && search !== '' ? search : null,
    filters: filters instanceof Object ? asFilters(filters) : {},
  };
}

/** Health is written beside the channel and leaves its revision alone. */
const isNewer = (channel: ChannelView, held: ChannelView): boolean =>
  channel.rev > held.rev ||
  (channel.rev === held.rev && (channel.health.updatedAt ?? '') > (held.health.updatedAt ?? ''));
