import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterSignal,
  coldFailureLimit,
  isRestricted,
  type Restriction,
  type RestrictionSignal,
  restrictions,
  signalOf,
  unrestricted,
} from '../../src/channels/restriction-rules.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const atMs = fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_000 + 60 * dayMs });
const signal: fc.Arbitrary<RestrictionSignal> = fc.oneof(
  fc.record({ kind: fc.constantFrom(...restrictions), code: fc.constant('refused_463'), atMs }),
  fc.record({
    kind: fc.constantFrom(...restrictions),
    code: fc.constant('timelock'),
    atMs,
    untilMs: fc.option(fc.integer({ min: 0, max: 1_800_000_000_000 })),
  }),
  fc.record({ kind: fc.constant('cold_failure' as const), code: fc.constant('blocked'), atMs }),
);
const history = fc.array(signal, { maxLength: 40 });
const after = (signals: readonly RestrictionSignal[]): Restriction => signals.reduce(afterSignal, unrestricted);

describe('a restriction', () => {
  it('always ends, within a month of the signal that caused it', () => {
    fc.assert(
      fc.property(history, (signals) => {
        const { untilMs } = after(signals);
        const lastMs = Math.max(0, ...signals.map((one) => one.atMs));
        expect(untilMs ?? 0).toBeLessThanOrEqual(lastMs + 30 * dayMs);
      }),
    );
  });

  it('is never shortened, and never worsened twice by one and the same trouble', () => {
    fc.assert(
      fc.property(history, signal, (signals, next) => {
        const before = after(signals);
        const state = afterSignal(before, next);
        if (!isRestricted(before, next.atMs)) return;
        expect(state.untilMs).toBeGreaterThanOrEqual(before.untilMs ?? 0);
        expect(state.strikes).toBe(before.strikes);
      }),
    );
  });

  it('begins with every signal of the provider, and says which', () => {
    fc.assert(
      fc.property(history, fc.constantFrom(...restrictions), atMs, (signals, kind, now) => {
        const state = afterSignal(after(signals), { kind, code: 'x', atMs: now });
        expect(isRestricted(state, now)).toBe(true);
        expect(state.kind).not.toBeNull();
        expect(state.source).not.toBeNull();
      }),
    );
  });

  it('changes nothing when a signal says nothing new', () => {
    const before = afterSignal(unrestricted, { kind: 'new_chats', code: 'refused_463', atMs: 0 });
    expect(afterSignal(before, { kind: 'new_chats', code: 'refused_463', atMs: 1_000 })).toBe(before);
    expect(afterSignal(before, { kind: 'cold_failure', code: 'blocked', atMs: 1_000 })).toBe(before);
  });

  it('lasts an hour, then twice as long each time, at most a day, and is forgiven after a quiet week', () => {
    let state = unrestricted;
    let nowMs = 1_000_000;
    const lasted: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      state = afterSignal(state, { kind: 'new_chats', code: 'refused_463', atMs: nowMs });
      lasted.push(((state.untilMs ?? 0) - nowMs) / hourMs);
      nowMs = (state.untilMs ?? 0) + 1;
    }
    expect(lasted).toEqual([1, 2, 4, 8, 16, 24, 24]);
    const later = nowMs + 8 * dayMs;
    expect(afterSignal(state, { kind: 'new_chats', code: 'refused_463', atMs: later })).toMatchObject({
      strikes: 1,
      untilMs: later + hourMs,
    });
  });

  it('believes the end that the provider names', () => {
    const untilMs = 5 * dayMs;
    expect(afterSignal(unrestricted, { kind: 'new_chats', code: 'timelock', atMs: 1_000, untilMs }).untilMs).toBe(
      untilMs,
    );
  });
});

describe('failed first messages', () => {
  const failed = (state: Restriction, now: number) =>
    afterSignal(state, { kind: 'cold_failure', code: 'blocked', atMs: now });

  it('restrict the number when several come within an hour', () => {
    let state = unrestricted;
    for (let n = 1; n < coldFailureLimit; n += 1) {
      state = failed(state, n * 60_000);
      expect(isRestricted(state, n * 60_000)).toBe(false);
    }
    state = failed(state, 30 * 60_000);
    expect(state).toMatchObject({ kind: 'failures', source: 'blocked' });
    expect(isRestricted(state, 30 * 60_000)).toBe(true);
  });

  it('do not when they come far apart', () => {
    let state = unrestricted;
    for (let n = 0; n < 50; n += 1) state = failed(state, n * 20 * 60_000 + 1);
    expect(state.kind).toBeNull();
  });
});

it('reads signals from refusals and ends of connections', () => {
  expect(['463', 'refused_463', '429', 'rate_limited', 'code_402', '406'].map(signalOf)).toEqual([
    'new_chats',
    'new_chats',
    'rate',
    'rate',
    'warning',
    'warning',
  ]);
  expect(['479', 'disconnected', '404', 'http_503', ''].map(signalOf)).toEqual([null, null, null, null, null]);
});
