import type { MessageView } from '@tiktickets/core/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withOutbox } from '../src/features/messages/message-rows.ts';
import { type MessagePages, upsertMessage } from '../src/lib/live/message-pages.ts';
import type { OutboxEntry } from '../src/lib/live/outbox.ts';
import { at, me, message, onePage } from './support/views.ts';

const bodies = (pages: MessagePages) => pages.pages.flatMap((page) => page.items).map((item) => item.body);
const author = { id: me, name: 'Ana' };

test('a new message goes to the head, a newer version replaces in place, an older one is ignored', () => {
  const pages = onePage([message(2), message(1, { rev: 3 })]);
  expect(bodies(upsertMessage(pages, message(3)))).toEqual(['mensagem 3', 'mensagem 2', 'mensagem 1']);
  expect(bodies(upsertMessage(pages, message(1, { rev: 4, body: 'editada' })))).toEqual(['mensagem 2', 'editada']);
  expect(upsertMessage(pages, message(1, { rev: 3, body: 'velha' }))).toBe(pages);
});

test('a message older than what is loaded waits for its page', () => {
  const pages = onePage([message(9), message(8)], 'more');
  expect(upsertMessage(pages, message(2))).toBe(pages);
});

test('it is recognised by its client id, too', () => {
  const pages = onePage([message(5, { clientId: 'aaaaaaaa', rev: 1 })]);
  const changed = upsertMessage(pages, message(6, { clientId: 'aaaaaaaa', rev: 2 }));
  expect(bodies(changed)).toEqual(['mensagem 6']);
});

/** What one tab may hear of its own sends: the answer over HTTP and pushes of every later state, in any order. */
test('optimistic, HTTP and push in any order: each message once, in order, in its newest state', () => {
  const states = ['queued', 'sent', 'delivered', 'read'] as const;
  const news = fc.record({ n: fc.integer({ min: 1, max: 5 }), rev: fc.integer({ min: 1, max: 4 }) });
  fc.assert(
    fc.property(fc.array(news, { maxLength: 40 }), (arrivals) => {
      const outbox: OutboxEntry[] = [1, 2, 3, 4, 5].map((n) => ({
        clientId: `client-${n}`,
        ticketId: message(n).ticketId,
        body: `mensagem ${n}`,
        createdAt: at(n),
        failure: null,
      }));
      let waiting = outbox;
      let pages: MessagePages = onePage<MessageView>([]);
      const newest = new Map<number, number>();
      for (const { n, rev } of arrivals) {
        const view = message(n, { clientId: `client-${n}`, rev, direction: 'out', state: states[rev - 1] ?? 'read' });
        pages = upsertMessage(pages, view);
        waiting = waiting.filter((entry) => entry.clientId !== view.clientId);
        newest.set(n, Math.max(rev, newest.get(n) ?? 0));
        const shown = withOutbox(pages.pages.flatMap((page) => page.items).toReversed(), waiting, author);
        expect(shown.map((item) => item.clientId).toSorted()).toEqual(outbox.map((entry) => entry.clientId));
      }
      const stored = pages.pages.flatMap((page) => page.items);
      expect(stored.map(({ id }) => id)).toEqual(
        stored
          .map(({ id }) => id)
          .toSorted()
          .toReversed(),
      );
      for (const [n, rev] of newest) expect(stored.find(({ id }) => id === message(n).id)?.rev).toBe(rev);
    }),
  );
});

test('a stored message hides its optimistic twin even before the outbox has settled it', () => {
  const entry = { clientId: 'client-1', ticketId: message(1).ticketId, body: 'oi', createdAt: at(1), failure: null };
  const stored = [message(1, { clientId: 'client-1' })];
  expect(withOutbox(stored, [entry], author)).toHaveLength(1);
  expect(withOutbox([], [entry], author)[0]).toMatchObject({ rev: 0, state: 'queued', clientId: 'client-1' });
  expect(withOutbox([], [{ ...entry, failure: 'rejected' }], author)[0]).toMatchObject({ state: 'failed' });
});
