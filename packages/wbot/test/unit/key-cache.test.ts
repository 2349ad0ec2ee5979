import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KeyChange } from '../../src/index.ts';
import { cachedKeys } from '../../src/whatsapp/key-cache.ts';

/** A store whose calls end when the test says so, in any order, some of them in failure. */
class SlowStore {
  readonly rows = new Map<string, string>();
  readonly waiting: ((fails: boolean) => void)[] = [];
  reads = 0;

  async loadKeys(type: string, ids: readonly string[]): Promise<Map<string, string>> {
    this.reads += 1;
    const rows = ids.flatMap((id) => {
      const value = this.rows.get(`${type}/${id}`);
      return value === undefined ? [] : [[id, value] as const];
    });
    await this.#turn();
    return new Map(rows);
  }

  async saveKeys(changes: readonly KeyChange[]): Promise<void> {
    await this.#turn();
    for (const { type, id, value } of changes) {
      if (value === null) this.rows.delete(`${type}/${id}`);
      else this.rows.set(`${type}/${id}`, value);
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push((fails) => (fails ? reject(new Error('database is away')) : resolve()));
    });
  }

  /** Ends calls until none is left; `pick` chooses the next among those in flight. */
  async drain(pick: (count: number) => { index: number; fails: boolean }): Promise<void> {
    for (; this.waiting.length > 0; await new Promise(setImmediate)) {
      const { index, fails } = pick(this.waiting.length);
      this.waiting.splice(index, 1)[0]?.(fails);
    }
  }
}

test('what was read or written is not asked for again, nor what is known to be absent', async () => {
  const store = new SlowStore();
  const keys = cachedKeys(store);
  const settle = () => store.drain(() => ({ index: 0, fails: false }));
  const load = async (type: string) => {
    const loading = keys.loadKeys(type, ['1']);
    await settle();
    return [...(await loading)];
  };
  expect([await load('session'), await load('session'), store.reads]).toEqual([[], [], 1]);
  const saving = keys.saveKeys([{ type: 'session', id: '1', value: 'a' }]);
  await settle();
  await saving;
  expect([await load('session'), store.reads]).toEqual([[['1', 'a']], 1]);
  expect([await load('pre-key'), await load('pre-key'), store.reads]).toEqual([[], [], 3]);
});

const step = fc.record({
  kind: fc.constantFrom('load', 'save'),
  id: fc.constantFrom('1', '2'),
  value: fc.option(fc.constantFrom('a', 'b', 'c')),
  /** Whether calls in flight may end before the next step. */
  drains: fc.boolean(),
});

test('whatever overlaps and whatever fails, it never remembers what the store does not hold', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30 }),
      fc.infiniteStream(fc.nat(1_000)),
      fc.infiniteStream(fc.nat(3)),
      async (steps, order, luck) => {
        const store = new SlowStore();
        const keys = cachedKeys(store);
        const running: Promise<unknown>[] = [];
        const drain = () =>
          store.drain((count) => ({ index: order.next().value % count, fails: luck.next().value === 0 }));
        for (const { kind, id, value, drains } of steps) {
          const call =
            kind === 'load' ? keys.loadKeys('session', [id]) : keys.saveKeys([{ type: 'session', id, value }]);
          running.push(call.catch(() => undefined));
          if (drains) await drain();
        }
        await drain();
        await Promise.all(running);
        const reading = keys.loadKeys('session', ['1', '2']);
        await store.drain(() => ({ index: 0, fails: false }));
        const held = ['1', '2'].flatMap((id) => {
          const value = store.rows.get(`session/${id}`);
          return value === undefined ? [] : [[id, value]];
        });
        expect([...(await reading)].toSorted()).toEqual(held);
      },
    ),
  );
});
