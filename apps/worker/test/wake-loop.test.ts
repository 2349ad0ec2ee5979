import { setImmediate as turn } from 'node:timers/promises';
import { createLogger } from '@tiktickets/core/kernel';
import { waitFor } from '@tiktickets/testkit';
import { describe, expect, it } from 'vitest';
import { createConnectGate } from '../src/sessions/connect-gate.ts';
import { ShutdownRegistry } from '../src/shutdown.ts';
import { retryPauseMs, WakeLoop } from '../src/wake-loop.ts';

const never = () => null;

describe('a wake loop', () => {
  it('misses no wake-up, even one that lands on the very end of a pass', async () => {
    let handed = 0;
    let taken = 0;
    let runningNow = 0;
    let mostAtOnce = 0;
    const loop = new WakeLoop({
      work: async () => {
        runningNow += 1;
        mostAtOnce = Math.max(mostAtOnce, runningNow);
        taken = handed;
        if (handed % 3 === 0) await turn();
        runningNow -= 1;
        return null;
      },
      failed: never,
    });
    for (let n = 0; n < 3_000; n += 1) {
      handed += 1;
      loop.wake();
      for (let steps = n % 5; steps > 0; steps -= 1) await Promise.resolve();
    }
    await waitFor(() => taken === handed);
    expect(mostAtOnce).toBe(1);
  });

  it('may be woken by its own work', async () => {
    let passes = 0;
    const loop: WakeLoop = new WakeLoop({
      work: async () => {
        passes += 1;
        if (passes < 3) loop.wake();
        return null;
      },
      failed: never,
    });
    loop.wake();
    await waitFor(() => passes === 3);
  });

  it('looks again by itself when told when, and at once when woken before that', async () => {
    let passes = 0;
    const loop = new WakeLoop({ work: async () => (passes++ === 0 ? 20 : 3_600_000), failed: never });
    loop.wake();
    await waitFor(() => passes === 2);
    loop.wake();
    await waitFor(() => passes === 3);
    await loop.stop();
  });

  it('goes on after a failure, with growing pauses, until told not to', async () => {
    const failures: number[] = [];
    const loop = new WakeLoop({
      work: () => Promise.reject(new Error('odd')),
      failed: (_error, inARow) => {
        failures.push(inARow);
        return inARow < 4 ? 1 : null;
      },
    });
    loop.wake();
    await waitFor(() => loop.stopped);
    expect(failures).toEqual([1, 2, 3, 4]);
    loop.wake();
    await turn();
    expect(failures).toHaveLength(4);
    expect([1, 2, 3, 20].map(retryPauseMs)).toEqual([100, 200, 400, 5_000]);
  });

  it('ends after the pass in hand, or when the caller cannot wait for it', async () => {
    const work = Promise.withResolvers<null>();
    const loop = new WakeLoop({ work: () => work.promise, failed: never });
    loop.wake();
    await turn();
    await loop.stop(1);
    let isOver = false;
    const stopping = loop.stop().then(() => {
      isOver = true;
    });
    await turn();
    expect(isOver).toBe(false);
    work.resolve(null);
    await stopping;
  });
});

describe('the connect gate', () => {
  it('lets so many in at a time, in turn, and forgets who gave up', async () => {
    const gate = createConnectGate(2);
    const patient = new AbortController();
    const [first] = [await gate.enter(patient.signal), await gate.enter(patient.signal)];
    const impatient = new AbortController();
    const third = gate.enter(impatient.signal);
    const fourth = gate.enter(patient.signal);
    impatient.abort(new Error('stopped'));
    await expect(third).rejects.toThrow('stopped');
    first?.[Symbol.dispose]();
    first?.[Symbol.dispose]();
    const place = await fourth;
    let isIn = false;
    const fifth = gate.enter(patient.signal).then((entered) => {
      isIn = true;
      return entered;
    });
    await turn();
    expect(isIn).toBe(false);
    place[Symbol.dispose]();
    await fifth;
    await expect(gate.enter(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  });
});

describe('the shutdown registry', () => {
  it('ends parts in the reverse order, once, whatever one of them does', async () => {
    const order: string[] = [];
    const registry = new ShutdownRegistry(createLogger({ name: 'test', level: 'silent' }));
    for (const name of ['kernel', 'jobs', 'sessions']) {
      registry.add(name, async () => {
        order.push(name);
        if (name === 'jobs') throw new Error('stuck');
      });
    }
    await Promise.all([registry.run(), registry.run()]);
    expect(order).toEqual(['sessions', 'jobs', 'kernel']);
  });
});
