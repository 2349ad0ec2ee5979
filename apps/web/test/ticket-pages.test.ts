import type { TicketView } from '@tiktickets/core/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comesFirst, removeTicket, type TicketPages, upsertTicket } from '../src/lib/live/ticket-pages.ts';
import { at, onePage, ticket } from './support/views.ts';

const ids = (pages: TicketPages) => pages.pages.flatMap((page) => page.items).map((item) => item.number);

test('a ticket with news moves to the head', () => {
  const pages = onePage([ticket(3), ticket(2), ticket(1)]);
  expect(ids(upsertTicket(pages, ticket(1, { rev: 2, lastActivityAt: at(9) }), true))).toEqual([1, 3, 2]);
});

test('what is as new or newer stays, as the very same object', () => {
  const pages = onePage([ticket(1, { rev: 5 })]);
  expect(upsertTicket(pages, ticket(1, { rev: 5, unreadCount: 7 }), true)).toBe(pages);
  expect(upsertTicket(pages, ticket(1, { rev: 4 }), false)).toBe(pages);
  expect(upsertTicket(pages, ticket(2), false)).toBe(pages);
});

test('a ticket that no longer belongs leaves, and a foreign one never enters', () => {
  const pages = onePage([ticket(2), ticket(1)]);
  expect(ids(upsertTicket(pages, ticket(1, { rev: 2, state: 'closed' }), false))).toEqual([2]);
  expect(ids(removeTicket(pages, ticket(2).id))).toEqual([1]);
  expect(removeTicket(pages, ticket(9).id)).toBe(pages);
});

test('behind everything loaded it waits for its page, unless there is none', () => {
  const open = onePage([ticket(5), ticket(4)], 'more');
  expect(upsertTicket(open, ticket(1), true)).toBe(open);
  expect(ids(upsertTicket(onePage([ticket(5), ticket(4)]), ticket(1), true))).toEqual([5, 4, 1]);
});

test('a ticket that was loaded and falls behind the loaded window leaves it', () => {
  const pages = onePage([ticket(5), ticket(4)], 'more');
  expect(ids(upsertTicket(pages, ticket(5, { rev: 2, lastActivityAt: at(1) }), true))).toEqual([4]);
});

test('whatever arrives in whatever order, the list equals a fresh one: sorted, unique, newest versions', () => {
  const version = fc.record({ n: fc.integer({ min: 1, max: 6 }), rev: fc.integer({ min: 1, max: 8 }) });
  fc.assert(
    fc.property(fc.array(version, { maxLength: 40 }), (events) => {
      // One rev is one version: its activity and tab follow from it.
      const view = ({ n, rev }: { n: number; rev: number }): TicketView =>
        ticket(n, { rev, lastActivityAt: at(n * 7 + rev), state: rev % 4 === 3 ? 'closed' : 'pending' });
      let pages: TicketPages = onePage<TicketView>([]);
      const newest = new Map<number, TicketView>();
      for (const event of events) {
        const arrived = view(event);
        // The memory of recent items keeps older versions out; see recent-items.
        if ((newest.get(event.n)?.rev ?? 0) > arrived.rev) continue;
        newest.set(event.n, arrived);
        pages = upsertTicket(pages, arrived, arrived.state === 'pending');
      }
      const fresh = [...newest.values()].filter(({ state }) => state === 'pending');
      fresh.sort((a, b) => (comesFirst(a, b) ? -1 : 1));
      expect(pages.pages.flatMap((page) => page.items)).toEqual(fresh);
    }),
  );
});
