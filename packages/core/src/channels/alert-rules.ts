import type { AlertKind, ChannelState } from '../contracts/index.ts';
import type { Desired } from './rules.ts';

/** What is known of a number when its alerts are decided. Instants in unix milliseconds. */
export interface AlertFacts {
  state: ChannelState;
  reason: string | null;
  desired: Desired;
  isArchived: boolean;
  /** Since when it is not connected, though it was. */
  downSinceMs: number | null;
  isRestricted: boolean;
  /** Of this hour and the one before. */
  undecryptable: number;
  ingestLagMs: number;
}

const minuteMs = 60_000;
/** Drops shorter than this happen to everybody. */
export const downAfterMs = 3 * minuteMs;
export const undecryptableLimit = 10;
export const lagLimitMs = minuteMs;

/** What is wrong with a number right now; an alert that is not in the answer is over. */
export function alertsOf(facts: AlertFacts, nowMs: number): AlertKind[] {
  if (facts.isArchived) return [];
  const { state, reason, downSinceMs } = facts;
  const isOutdated = reason === 'client_outdated' && (state === 'connecting' || state === 'reconnecting');
  const isAway = downSinceMs !== null && nowMs - downSinceMs >= downAfterMs && facts.desired === 'on';
  const found: [AlertKind, boolean][] = [
    ['logged_out', state === 'logged_out' && reason === 'logged_out'],
    ['replaced', state === 'replaced'],
    ['banned', state === 'banned'],
    ['outdated', isOutdated],
    ['down', (isAway && !isOutdated && state !== 'connected') || reason === 'device_mismatch'],
    ['restricted', facts.isRestricted],
    ['undecryptable', facts.undecryptable >= undecryptableLimit],
    ['lag', facts.ingestLagMs >= lagLimitMs],
  ];
  return found.flatMap(([kind, holds]) => (holds ? [kind] : []));
}
