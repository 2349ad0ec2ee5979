import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AlertFacts,
  alertsOf,
  downAfterMs,
  lagLimitMs,
  undecryptableLimit,
} from '../../src/channels/alert-rules.ts';
import { channelStates } from '../../src/contracts/index.ts';

const now = 1_800_000_000_000;
const calm: AlertFacts = {
  state: 'connected',
  reason: null,
  desired: 'on',
  isArchived: false,
  downSinceMs: null,
  isRestricted: false,
  undecryptable: 0,
  ingestLagMs: 0,
};

describe('alerts of a number', () => {
  it.each([
    ['nothing wrong', {}, []],
    ['unlinked on the phone', { state: 'logged_out', reason: 'logged_out', desired: 'off' }, ['logged_out']],
    ['unlinked by a person here', { state: 'logged_out', reason: 'logout_requested', desired: 'off' }, []],
    ['refused because it is in use', { state: 'logged_out', reason: 'number_in_use', desired: 'off' }, []],
    ['taken over', { state: 'replaced', reason: 'replaced', desired: 'off' }, ['replaced']],
    ['banned', { state: 'banned', reason: 'banned_403', desired: 'off' }, ['banned']],
    ['a short drop', { state: 'reconnecting', downSinceMs: now - downAfterMs + 1 }, []],
    ['a long one', { state: 'reconnecting', downSinceMs: now - downAfterMs }, ['down']],
    ['a long one that a person ended', { state: 'disconnected', desired: 'off', downSinceMs: now - downAfterMs }, []],
    ['an old version', { state: 'reconnecting', reason: 'client_outdated', downSinceMs: 0 }, ['outdated']],
    ['a device that does not fit', { state: 'disconnected', reason: 'device_mismatch', desired: 'off' }, ['down']],
    ['a restriction', { isRestricted: true }, ['restricted']],
    ['few unreadable messages', { undecryptable: undecryptableLimit - 1 }, []],
    ['many', { undecryptable: undecryptableLimit }, ['undecryptable']],
    ['messages that wait', { ingestLagMs: lagLimitMs }, ['lag']],
  ] as const)('for %s', (_, part, kinds) => {
    expect(alertsOf({ ...calm, ...part }, now)).toEqual(kinds);
  });

  const facts = fc.record<AlertFacts>({
    state: fc.constantFrom(...channelStates),
    reason: fc.option(fc.constantFrom('logged_out', 'client_outdated', 'device_mismatch', 'code_428')),
    desired: fc.constantFrom('on', 'off', 'logout'),
    isArchived: fc.boolean(),
    downSinceMs: fc.option(fc.integer({ min: 0, max: now })),
    isRestricted: fc.boolean(),
    undecryptable: fc.nat(100),
    ingestLagMs: fc.nat(1_000_000),
  });

  it('are never given twice, never for an archived channel, and a connected one is not down', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const kinds = alertsOf(given, now);
        expect(new Set(kinds).size).toBe(kinds.length);
        if (given.isArchived) expect(kinds).toEqual([]);
        if (given.state === 'connected' && given.reason === null) {
          for (const kind of ['down', 'logged_out', 'replaced', 'banned', 'outdated'] as const) {
            expect(kinds).not.toContain(kind);
          }
        }
      }),
    );
  });
});
