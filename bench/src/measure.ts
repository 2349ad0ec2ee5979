export interface Spread {
  p50: number;
  p95: number;
  n: number;
}

export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

export function spread(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), n: sorted.length };
}

export const median = (values: readonly number[]): number => spread(values).p50;

/** Calls `work` from `concurrency` loops for `ms`; milliseconds per call. */
export async function load(
  { concurrency, ms }: { concurrency: number; ms: number },
  work: (loop: number) => Promise<unknown>,
): Promise<{ samples: number[]; perSecond: number; cpuMsPerCall: number }> {
  const samples: number[] = [];
  const cpu = process.cpuUsage();
  const from = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async (_, loop) => {
      while (performance.now() - from < ms) {
        const at = performance.now();
        await work(loop);
        samples.push(performance.now() - at);
      }
    }),
  );
  const seconds = (performance.now() - from) / 1000;
  const used = process.cpuUsage(cpu);
  return {
    samples,
    perSecond: samples.length / seconds,
    cpuMsPerCall: (used.user + used.system) / 1000 / samples.length,
  };
}

/** Three significant digits or so. */
export function round(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}
