import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffDelayMs, decideAfter, type PolicyInput, type SocketEnd } from '../../src/whatsapp/reconnect-policy.ts';

const input: PolicyInput = {
  failures: 0,
  conflicts: 0,
  restarts: 0,
  backoffMs: { minMs: 1_000, maxMs: 60_000 },
  stableAfterMs: 60_000,
  random: 0.5,
};
const end = (part: Partial<SocketEnd>): SocketEnd => ({
  code: null,
  cause: null,
  openForMs: null,
  paired: true,
  ...part,
});

describe('table', () => {
  test.each([
    [{ code: 515 }, { action: 'restart' }],
    [{ code: 401 }, { action: 'stop', phase: 'logged_out', wipe: true }],
    [{ code: 440 }, { action: 'retry', phase: 'reconnecting', reason: 'conflict', conflicts: 1 }],
    [{ code: 411 }, { action: 'stop', phase: 'disconnected', reason: 'device_mismatch', wipe: false }],
    [{ code: 402 }, { action: 'stop', phase: 'banned', reason: 'banned_402', wipe: false }],
    [{ code: 403 }, { action: 'stop', phase: 'banned', reason: 'banned_403', wipe: false }],
    [{ code: 406 }, { action: 'stop', phase: 'banned', reason: 'banned_406', wipe: false }],
    [
      { code: 408, cause: 'qr_expired' },
      { action: 'stop', phase: 'disconnected', reason: 'qr_expired', wipe: false },
    ],
    [{ code: 405 }, { action: 'retry', reason: 'client_outdated', delayMs: 60_000 }],
    [
      { code: 405, paired: false },
      { action: 'retry', phase: 'connecting', reason: 'client_outdated', delayMs: 60_000 },
    ],
    [{ code: 408 }, { action: 'retry', phase: 'reconnecting', reason: 'code_408' }],
    [{ code: 428 }, { action: 'retry', phase: 'reconnecting', reason: 'code_428' }],
    [{ code: 500 }, { action: 'retry', phase: 'reconnecting', reason: 'code_500' }],
    [
      { code: 503, paired: false },
      { action: 'retry', phase: 'connecting', reason: 'code_503' },
    ],
    [{ cause: 'http_503' }, { action: 'retry', phase: 'reconnecting', reason: 'http_503' }],
    [
      { code: 500, cause: 'tls_error' },
      { action: 'retry', phase: 'reconnecting', reason: 'tls_error' },
    ],
    [
      { code: 500, cause: 'proxy_failed' },
      { action: 'retry', phase: 'reconnecting', reason: 'proxy_failed' },
    ],
    [{ cause: 'silent_socket' }, { action: 'retry', phase: 'reconnecting', reason: 'silent_socket' }],
  ] as const)('%o → %o', (part, expected) => {
    expect(decideAfter(end(part), input)).toMatchObject(expected);
  });

  test('endless restarts are failures', () => {
    expect(decideAfter(end({ code: 515 }), { ...input, restarts: 3 })).toMatchObject({
      action: 'retry',
      reason: 'code_515',
    });
  });
});

describe('a conflict', () => {
  const stable = input.stableAfterMs;
  test.each([
    ['comes again soon', { openForMs: stable }, 1, { action: 'stop', phase: 'replaced', wipe: false }],
    ['comes before any login', { openForMs: null }, 1, { action: 'stop', phase: 'replaced' }],
    ['comes again after a long quiet time', { openForMs: stable * 10 }, 1, { action: 'retry', conflicts: 1 }],
  ] as const)('that %s', (_, part, conflicts, expected) => {
    expect(decideAfter(end({ code: 440, ...part }), { ...input, conflicts })).toMatchObject(expected);
  });

  test('is not forgotten by other trouble in between', () => {
    expect(decideAfter(end({ code: 428, openForMs: 10 }), { ...input, conflicts: 1 })).toMatchObject({ conflicts: 1 });
  });
});

const anyEnd = fc.record({
  code: fc.option(fc.constantFrom(400, 401, 402, 403, 405, 406, 408, 411, 428, 440, 500, 503, 515)),
  cause: fc.option(fc.constantFrom('qr_expired', 'http_429', 'http_503', 'silent_socket', 'storage_failed')),
  openForMs: fc.option(fc.nat(10_000_000)),
  paired: fc.boolean(),
});
const anyInput = fc.record({
  failures: fc.nat(10_000),
  conflicts: fc.nat(3),
  restarts: fc.nat(10),
  backoffMs: fc.record({ minMs: fc.integer({ min: 1, max: 5_000 }), maxMs: fc.integer({ min: 5_000, max: 600_000 }) }),
  stableAfterMs: fc.nat(100_000),
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});

describe('properties', () => {
  test('credentials are wiped on 401 and on nothing else', () => {
    fc.assert(
      fc.property(anyEnd, anyInput, (anEnd, anInput) => {
        const decision = decideAfter(anEnd, anInput);
        const wipes = decision.action === 'stop' && decision.wipe;
        expect(wipes).toBe(anEnd.code === 401 && anEnd.cause !== 'qr_expired');
      }),
    );
  });

  test('a retry always waits, never longer than the cap, and counts up by one', () => {
    fc.assert(
      fc.property(anyEnd, anyInput, (anEnd, anInput) => {
        const decision = decideAfter(anEnd, anInput);
        if (decision.action !== 'retry') return;
        expect(decision.delayMs).toBeGreaterThanOrEqual(Math.floor(anInput.backoffMs.minMs / 2));
        expect(decision.delayMs).toBeLessThanOrEqual(anInput.backoffMs.maxMs);
        const stable = anEnd.openForMs !== null && anEnd.openForMs >= anInput.stableAfterMs;
        expect(decision.failures).toBe(stable ? 1 : anInput.failures + 1);
      }),
    );
  });

  test('a second conflict is never fought over', () => {
    fc.assert(
      fc.property(anyEnd, anyInput, (anEnd, anInput) => {
        const quietMs = 10 * anInput.stableAfterMs;
        fc.pre(anEnd.cause !== 'qr_expired' && (anEnd.openForMs === null || anEnd.openForMs < quietMs));
        const decision = decideAfter({ ...anEnd, code: 440 }, { ...anInput, conflicts: 1 });
        expect(decision).toMatchObject({ action: 'stop', phase: 'replaced', wipe: false });
      }),
    );
  });

  test('more failures never shorten the ceiling', () => {
    fc.assert(
      fc.property(fc.nat(200), anyInput, (failures, { backoffMs }) => {
        const almostOne = 0.999_999;
        expect(backoffDelayMs(failures + 1, backoffMs, almostOne)).toBeGreaterThanOrEqual(
          backoffDelayMs(failures, backoffMs, almostOne),
        );
      }),
    );
  });
});
