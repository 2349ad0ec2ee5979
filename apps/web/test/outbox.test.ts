import { describe, expect, test, vi } from 'vitest';
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

describe('when somebody else answered first', () => {
  const stale = {
    lastId: 'b',
    count: 1,
    authorName: 'Bia',
    kind: 'text' as const,
    preview: 'já vi',
    at: '2026-11-20T12:00:00.000Z',
  };
  const asked: [string, string | null | undefined][] = [];
  const setUpStale = () => {
    asked.length = 0;
    return setUp(async ({ clientId, seenId }) => {
      asked.push([clientId, seenId]);
      return seenId === 'a' ? { kind: 'stale', stale } : { kind: 'sent' };
    });
  };
  const write = (outbox: Outbox) => {
    for (const n of [1, 2]) outbox.add({ ...entry(n), seenId: 'a' });
  };

  test('the message waits for its author, and what was written after it waits behind it, over reloads, too', async () => {
    const { outbox, saved } = setUpStale();
    write(outbox);
    await vi.waitFor(() => expect(outbox.of(ticketId)[0]?.stale).toEqual(stale));
    outbox.flush();
    await Promise.resolve();
    expect(asked).toEqual([['client-1', 'a']]);
    expect(saved.at(-1)?.map(({ failure }) => failure)).toEqual([null, null]);
    expect(saved.at(-1)?.[0]?.stale).toEqual(stale);
  });

  test('sent anyway, all of it goes out in order, with what was seen meanwhile', async () => {
    const { outbox } = setUpStale();
    write(outbox);
    await vi.waitFor(() => expect(outbox.of(ticketId)[0]?.stale).toEqual(stale));
    outbox.sendAnyway(ticketId);
    await vi.waitFor(() => expect(outbox.of(ticketId)).toEqual([]));
    expect(asked.slice(1)).toEqual([
      ['client-1', 'b'],
      ['client-2', 'b'],
    ]);
  });

  test('discarded from the last, nothing goes out', async () => {
    const { outbox } = setUpStale();
    write(outbox);
    await vi.waitFor(() => expect(outbox.of(ticketId)[0]?.stale).toEqual(stale));
    for (const { clientId } of outbox.of(ticketId).toReversed()) outbox.discard(clientId);
    expect(outbox.of(ticketId)).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  test('whoever was asked and wrote other words is not asked the same again, even before the screen has caught up', async () => {
    const { outbox } = setUpStale();
    write(outbox);
    await vi.waitFor(() => expect(outbox.of(ticketId)[0]?.stale).toEqual(stale));
    for (const { clientId } of outbox.of(ticketId).toReversed()) outbox.discard(clientId);
    outbox.add({ ...entry(3), seenId: 'a' });
    outbox.add({ ...entry(4), seenId: 'c' });
    await vi.waitFor(() => expect(outbox.of(ticketId)).toEqual([]));
    expect(asked.slice(1)).toEqual([
      ['client-3', 'b'],
      ['client-4', 'c'],
    ]);
  });
});
