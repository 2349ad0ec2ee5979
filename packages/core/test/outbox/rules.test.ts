import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUnanswered, laneHoldMs, maxAttempts, outcomeOf, rowBackoffMs } from '../../src/outbox/rules.ts';

const attempts = fc.integer({ min: 1, max: 60 });
const code = fc.constantFrom('disconnected', 'timeout', 'not_on_whatsapp');

describe('what a failed try makes of a row', () => {
  it('never counts and never gives up because the number was away', () => {
    fc.assert(
      fc.property(attempts, code, (n, why) => {
        expect(outcomeOf({ scope: 'channel', code: why }, n)).toEqual({
          state: 'queued',
          attempts: n - 1,
          retryInMs: null,
          failure: null,
        });
      }),
    );
  });

  it('gives up at once on what can never work, and says why', () => {
    fc.assert(
      fc.property(attempts, code, (n, why) => {
        expect(outcomeOf({ scope: 'permanent', code: why }, n)).toMatchObject({
          state: 'failed',
          failure: why,
          retryInMs: null,
        });
      }),
    );
  });

  it('tries unknown trouble five times, with growing pauses up to 30 s', () => {
    fc.assert(
      fc.property(attempts, code, (n, why) => {
        const outcome = outcomeOf({ scope: 'row', code: why }, n);
        expect(outcome.state).toBe(n < maxAttempts ? 'queued' : 'failed');
        expect(outcome.retryInMs === null).toBe(outcome.state === 'failed');
        expect(rowBackoffMs(n)).toBeLessThanOrEqual(rowBackoffMs(n + 1));
        expect(rowBackoffMs(n)).toBeLessThanOrEqual(30_000);
      }),
    );
    expect([1, 2, 3, 4].map(rowBackoffMs)).toEqual([500, 1_000, 2_000, 4_000]);
    expect(isUnanswered(maxAttempts)).toBe(false);
    expect(isUnanswered(maxAttempts + 1)).toBe(true);
  });

  it('lets a lane rest in whole milliseconds, 12 s at most', () => {
    fc.assert(
      fc.property(attempts, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (n, random) => {
        const hold = laneHoldMs(n, random);
        expect(Number.isInteger(hold)).toBe(true);
        expect(hold).toBeGreaterThanOrEqual(400);
        expect(hold).toBeLessThanOrEqual(12_001);
      }),
    );
  });
});
