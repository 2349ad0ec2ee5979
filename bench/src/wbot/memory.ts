import { median, round } from '../measure.ts';
import type { Print } from './bench-wbot.ts';
import type { Network } from './installation.ts';
import { type Answer, phoneOf } from './protocol.ts';

const references = new Map([
  [1, '128 MB'],
  [10, '165 MB'],
  [50, '214 MB; 1.2 MB RSS, 1.0 MB heap each'],
]);

type Size = Pick<Answer, 'rssMb' | 'heapMb'>;

const each = (now: Size, base: Size, count: number): string =>
  `${round((now.rssMb - base.rssMb) / count)} MB RSS, ${round((now.heapMb - base.heapMb) / count)} MB heap`;

/** Pairs every number, then opens them in a fresh process, step by step, and drops them all. */
export async function benchMemory(
  network: Network,
  { numbers, memoryAt }: { numbers: number; memoryAt: readonly number[] },
  print: Print,
): Promise<void> {
  const pairing = await network.host();
  const before = await pairing.ask({ do: 'memory' });
  const paired = await pairing.ask({ do: 'open', sessions: numbers, isNew: true });
  print({
    what: 'time to pair (start → connected), median',
    ours: `${round(median(paired.pairedMs))} ms`,
    reference: '600–990 ms',
  });
  print({ what: 'processor per pairing', ours: `${round(paired.cpuMs / numbers)} ms`, reference: '700–1100 ms' });
  const collected = await pairing.ask({ do: 'memory' });
  print({
    what: `per number, at once after ${numbers} pairings in one process`,
    ours: `${each(paired, before, numbers)}; collected ${each(collected, before, numbers)}`,
    reference: '–',
  });
  await pairing.ask({ do: 'close' });
  await pairing.stop();
  if (memoryAt.length === 0) return;

  const host = await network.host();
  let last: { count: number; size: Size } | null = null;
  for (const count of memoryAt) {
    const opened = await host.ask({ do: 'open', sessions: count, isNew: false });
    const size = await host.ask({ do: 'memory' });
    const growth = last ? `; ${each(size, last.size, count - last.count)} for each since ${last.count}` : '';
    print({
      what: `idle, ${count} sessions in one process (login ${round(opened.ms / 1000)} s)`,
      ours: `${round(size.rssMb)} MB RSS, ${round(size.heapMb)} MB heap${growth}`,
      reference: references.get(count) ?? '–',
    });
    last = { count, size };
  }
  const dropped = Math.min(50, numbers);
  await host.ask({ do: 'watch', sessions: dropped });
  for (let n = 0; n < dropped; n += 1) await network.simulator.fault({ kind: 'drop', phone: phoneOf(n) });
  const back = await host.ask({ do: 'recover' });
  print({
    what: `${dropped} of ${numbers} sessions dropped at once, all open again`,
    ours: `${round(back.ms / 1000)} s, ${round(back.cpuMs / 1000)} s processor`,
    reference: '50: 5.0 s, 3.5 s processor',
  });
  await host.stop();
}
