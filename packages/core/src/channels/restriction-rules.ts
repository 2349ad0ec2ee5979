/** How a number's health decides whether it may write to new people. Pure: every instant is given, in unix milliseconds. */

export const restrictions = ['new_chats', 'rate', 'failures', 'warning'] as const;
export type RestrictionKind = (typeof restrictions)[number];

export interface Restriction {
  kind: RestrictionKind | null;
  untilMs: number | null;
  sinceMs: number | null;
  /** The signal that began it. */
  source: string | null;
  /** Restrictions in a row. */
  strikes: number;
  coldFailures: number;
  coldFailuresSinceMs: number | null;
}

export const unrestricted: Restriction = {
  kind: null,
  untilMs: null,
  sinceMs: null,
  source: null,
  strikes: 0,
  coldFailures: 0,
  coldFailuresSinceMs: null,
};

/** `cold_failure`: a first message to a new person did not arrive, for a reason that speaks of the number and not of them. */
export type RestrictionSignal =
  | { kind: RestrictionKind; code: string; atMs: number; untilMs?: number | null }
  | { kind: 'cold_failure'; code: string; atMs: number };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The first pause of each kind, doubled with every restriction in a row, and its longest. */
const pauses: Record<RestrictionKind, { firstMs: number; longestMs: number }> = {
  new_chats: { firstMs: hourMs, longestMs: dayMs },
  rate: { firstMs: 5 * minuteMs, longestMs: 2 * hourMs },
  failures: { firstMs: hourMs, longestMs: dayMs },
  warning: { firstMs: dayMs, longestMs: 7 * dayMs },
};
/** A number that behaved for so long begins anew. */
const forgivenAfterMs = 7 * dayMs;
export const coldFailureLimit = 5;
const coldFailureWindowMs = hourMs;
/** What a provider claims beyond this is not believed. */
const longestClaimMs = 30 * dayMs;

export const isRestricted = (restriction: Pick<Restriction, 'untilMs'>, nowMs: number): boolean =>
  restriction.untilMs !== null && restriction.untilMs > nowMs;

/** Which signal a refusal or an end of the connection is; null for those that say nothing of the number's standing. */
export function signalOf(code: string): RestrictionKind | null {
  switch (code.replace(/^(?:refused|code|http)_/, '')) {
    case '463':
      return 'new_chats';
    case '429':
    case 'rate_limited':
      return 'rate';
    case '402':
    case '406':
      return 'warning';
    default:
      return null;
  }
}

/** The state after a signal. A running restriction is never shortened, and what it caused itself makes it no worse. */
export function afterSignal(before: Restriction, signal: RestrictionSignal): Restriction {
  if (signal.kind === 'cold_failure') return afterColdFailure(before, signal);
  const { kind, code, atMs } = signal;
  const running = isRestricted(before, atMs);
  const isForgiven = before.untilMs !== null && atMs - before.untilMs > forgivenAfterMs;
  const strikes = running ? before.strikes : (isForgiven ? 0 : before.strikes) + 1;
  const { firstMs, longestMs } = pauses[kind];
  const ownMs = atMs + Math.min(longestMs, firstMs * 2 ** Math.min(20, Math.max(0, strikes - 1)));
  const claimedMs = signal.untilMs && signal.untilMs > atMs ? Math.min(signal.untilMs, atMs + longestClaimMs) : null;
  const untilMs = claimedMs ?? ownMs;
  // More of the same arrives for what was on its way when it began.
  if (running && claimedMs === null && before.kind === kind) return before;
  if (running && before.untilMs !== null && before.untilMs >= untilMs) return before;
  return {
    kind,
    untilMs,
    sinceMs: running ? before.sinceMs : atMs,
    source: code,
    strikes,
    coldFailures: 0,
    coldFailuresSinceMs: null,
  };
}

function afterColdFailure(before: Restriction, { code, atMs }: { code: string; atMs: number }): Restriction {
  if (isRestricted(before, atMs)) return before;
  const since = before.coldFailuresSinceMs;
  const isOngoing = since !== null && atMs >= since && atMs - since < coldFailureWindowMs;
  const coldFailures = isOngoing ? before.coldFailures + 1 : 1;
  if (coldFailures >= coldFailureLimit) return afterSignal(before, { kind: 'failures', code, atMs });
  return { ...before, coldFailures, coldFailuresSinceMs: isOngoing ? since : atMs };
}
