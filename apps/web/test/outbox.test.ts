import { expect, test, vi } from 'vitest';
import { Outbox, type OutboxEntry, type SendOutcome } from '../src/lib/live/outbox.ts';

const ticketId = 'ticket-1';
const entry = (n: number) => ({ clientId: `client-${n}`, ticketId, body: `texto ${n}` });

function setUp(send: (entry: OutboxEntry) => Promise<SendOutcome>, stored: OutboxEntry[] = []) {
  const saved: OutboxEntry[][] = [];
  const outbox = new Outbox({ load: () => stored, save: (entries) => void saved.push(entries), send, retryMs: 1 });
  return { outbox, saved };
}

test('one by one per conversation, in the order of writing', async () => {
  const order: string[] = [];
  let busy = 0;
  const { outbox } = setUp(async ({ clientId }) => {
    busy += 1;
    expect(busy).toBe(1);
    // The first takes longest: without a queue it would arrive last.
    await new Promise((resolve) => setTimeout(resolve, clientId === 'client-1' ? 15 : 1));
    busy -= 1;
    order.push(clientId);
    return { kind: 'sent' };
  });
  for (const n of [1, 2, 3]) outbox.add(entry(n));
  await vi.waitFor(() => expect(outbox.of(ticketId)).toHaveLength(0));
  expect(order).toEqual(['client-1', 'client-2', 'client-3']);
});

test('without an answer the same message is offered again under the same id', async () => {
  const seen: string[] = [];
  const { outbox } = setUp(async ({ clientId }) => {
    seen.push(clientId);
    return seen.length < 3 ? { kind: 'later' } : { kind: 'sent' };
  });
  outbox.add(entry(1));
  await vi.waitFor(() => expect(outbox.of(ticketId)).toHaveLength(0));
  expect(seen).toEqual(['client-1', 'client-1', 'client-1']);
});

test('a refusal waits for a person: try again, or discard', async () => {
  let answer: SendOutcome = { kind: 'refused', failure: 'forbidden' };
  const { outbox, saved } = setUp(async () => answer);
  outbox.add(entry(1));
  await vi.waitFor(() => expect(outbox.of(ticketId)[0]?.failure).toBe('forbidden'));
  outbox.add(entry(2));
  await vi.waitFor(() => expect(outbox.of(ticketId)[1]?.failure).toBe('forbidden'));
  outbox.discard('client-2');
  answer = { kind: 'sent' };
  outbox.retry('client-1');
  await vi.waitFor(() => expect(outbox.of(ticketId)).toHaveLength(0));
  expect(saved.at(-1)).toEqual([]);
});

test('what was unsent survives a reload and leaves when the connection is back', async () => {
  const waiting = { ...entry(1), createdAt: '2026-11-20T12:00:00.000Z', failure: null };
  const send = vi.fn(async (): Promise<SendOutcome> => ({ kind: 'sent' }));
  const { outbox } = setUp(send, [waiting]);
  expect(outbox.of(ticketId)).toEqual([waiting]);
  outbox.flush();
  await vi.waitFor(() => expect(outbox.of(ticketId)).toHaveLength(0));
  expect(send).toHaveBeenCalledOnce();
});

test('a push that arrives before the answer settles it', () => {
  const { outbox } = setUp(() => new Promise(() => {}));
  outbox.add(entry(1));
  outbox.settle({ clientId: 'client-1' });
  expect(outbox.of(ticketId)).toHaveLength(0);
});
