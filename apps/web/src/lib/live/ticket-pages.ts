import type { InfiniteData } from '@tanstack/react-query';
import type { TicketPage, TicketView } from '@tiktickets/core/contracts';

export type TicketPages = InfiniteData<TicketPage, string | null>;

/**
 * Puts a ticket where the list query would have put it, or takes it out. Returns the same object when nothing changes,
 * in particular when what is held is as new as what arrived.
 */
export function upsertTicket(pages: TicketPages, ticket: TicketView, belongs: boolean): TicketPages {
  const held = findTicket(pages, ticket.id);
  if (held ? held.rev >= ticket.rev : !belongs) return pages;
  const without = held ? removeTicket(pages, ticket.id) : pages;
  return belongs ? insert(without, ticket) : without;
}

export function removeTicket(pages: TicketPages, ticketId: string): TicketPages {
  if (!findTicket(pages, ticketId)) return pages;
  return withItems(pages, (items) => items.filter((item) => item.id !== ticketId));
}

export function findTicket(pages: TicketPages, ticketId: string): TicketView | undefined {
  for (const page of pages.pages) {
    const found = page.items.find((item) => item.id === ticketId);
    if (found) return found;
  }
  return undefined;
}

/** Newest activity first; the id decides between equals, as in SQL. */
export function comesFirst(a: TicketView, b: TicketView): boolean {
  return a.lastActivityAt === b.lastActivityAt ? a.id > b.id : a.lastActivityAt > b.lastActivityAt;
}

function insert(pages: TicketPages, ticket: TicketView): TicketPages {
  const lastIndex = pages.pages.length - 1;
  const pageIndex = pages.pages.findIndex((page) => page.items.some((item) => comesFirst(ticket, item)));
  if (pageIndex < 0) {
    // Behind everything loaded: a later page brings it, unless this was the last one.
    const isComplete = pages.pages[lastIndex]?.nextCursor === null;
    return isComplete ? replacePage(pages, lastIndex, (items) => [...items, ticket]) : pages;
  }
  return replacePage(pages, pageIndex, (items) => {
    const at = items.findIndex((item) => comesFirst(ticket, item));
    return items.toSpliced(at, 0, ticket);
  });
}

function replacePage(pages: TicketPages, at: number, change: (items: TicketView[]) => TicketView[]): TicketPages {
  return {
    ...pages,
    pages: pages.pages.map((page, index) => (index === at ? { ...page, items: change(page.items) } : page)),
  };
}

function withItems(pages: TicketPages, change: (items: TicketView[]) => TicketView[]): TicketPages {
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: change(page.items) })) };
}
