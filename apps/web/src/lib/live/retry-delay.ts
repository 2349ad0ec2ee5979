const longestMs = 15_000;
const steadyMs = 10_000;

/**
 * Waiting time before a reconnect: 0.5 s doubling to 15 s, with jitter. A socket that opens and closes at once counts as
 * another failure, so that a server which accepts and then refuses is not hammered.
 */
export function createRetryDelay(clock: () => number = Date.now, random: () => number = Math.random) {
  let openedAtMs = Number.NEGATIVE_INFINITY;
  let failures = 0;
  return {
    opened(): void {
      openedAtMs = clock();
    },
    next(attempt: number): number {
      failures = attempt > 0 || clock() - openedAtMs < steadyMs ? failures + 1 : 0;
      return Math.min(longestMs, 500 * 2 ** Math.min(5, failures)) * (0.5 + random());
    },
  };
}
