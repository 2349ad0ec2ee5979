import type { ChannelPhase } from '../contract.ts';

export interface Range {
  minMs: number;
  maxMs: number;
}

/** How one socket ended. */
export interface SocketEnd {
  /** Provider's or library's status code; null when we ended it ourselves. */
  code: number | null;
  /** Our own word for it when a code says too little (`qr_expired`, `http_503`, `journal_failed` …). */
  cause: string | null;
  /** How long it had been logged in; null when it never was. */
  openForMs: number | null;
  /** Whether the channel has credentials of a linked device. */
  paired: boolean;
}

export type Decision =
  /** A new socket at once; it is part of the provider's normal course. */
  | { action: 'restart' }
  /** A new socket after `delayMs`; `failures` and `conflicts` are the counts to pass in next time. */
  | { action: 'retry'; delayMs: number; failures: number; conflicts: number; phase: ChannelPhase; reason: string }
  /** No new socket until a person acts. `wipe` tells to forget the credentials. */
  | { action: 'stop'; phase: ChannelPhase; reason: string; wipe: boolean };

export interface PolicyInput {
  /** Failures in a row before this one. */
  failures: number;
  /** Times that another socket with our credentials took over, without a long quiet time since. */
  conflicts: number;
  /** Restarts in a row before this one. */
  restarts: number;
  backoffMs: Range;
  stableAfterMs: number;
  /** 0 ≤ random < 1 */
  random: number;
}

const restartCode = 515;
const outdatedCode = 405;
const mismatchCode = 411;
const conflictCode = 440;
/** Our own owner before us may not have ended yet; whoever comes back after that is somebody else. */
const conflictsInARow = 1;
/** So many times as long as a stable connection: two installations do not throw each other out for ever. */
const conflictMemory = 10;
/** The one that took over gets some time to turn out to be ours. */
const conflictFailures = 3;
/** The provider asks for one restart per pairing; a server that keeps asking is treated as failing. */
const restartsInARow = 3;
const bannedCodes = new Set([402, 403, 406]);

/** Full jitter under a doubling ceiling, never below half the minimum: a crowd that fell together does not come back together. */
export function backoffDelayMs(failures: number, range: Range, random: number): number {
  const ceilingMs = Math.min(range.maxMs, range.minMs * 2 ** Math.min(failures, 30));
  return Math.round(range.minMs / 2 + random * Math.max(0, ceilingMs - range.minMs / 2));
}

function reasonOf({ code, cause }: SocketEnd): string {
  if (code === outdatedCode) return 'client_outdated';
  if (code === conflictCode) return 'conflict';
  return cause ?? `code_${code ?? 0}`;
}

/**
 * What to do after a socket ended. Credentials are wiped only when the provider says that the device
 * is unlinked: a proxy or TLS error also looks like a "bad session".
 */
export function decideAfter(end: SocketEnd, input: PolicyInput): Decision {
  const { code, cause, paired } = end;
  if (cause === 'qr_expired') return { action: 'stop', phase: 'disconnected', reason: cause, wipe: false };
  if (code === restartCode && input.restarts < restartsInARow) return { action: 'restart' };
  if (code === 401) return { action: 'stop', phase: 'logged_out', reason: 'logged_out', wipe: true };
  if (code === mismatchCode) return { action: 'stop', phase: 'disconnected', reason: 'device_mismatch', wipe: false };
  const { openForMs } = end;
  const conflicts = openForMs !== null && openForMs >= conflictMemory * input.stableAfterMs ? 0 : input.conflicts;
  const isConflict = code === conflictCode;
  if (isConflict && conflicts >= conflictsInARow) {
    return { action: 'stop', phase: 'replaced', reason: 'replaced', wipe: false };
  }
  if (code !== null && bannedCodes.has(code)) {
    return { action: 'stop', phase: 'banned', reason: `banned_${code}`, wipe: false };
  }
  const wasStable = openForMs !== null && openForMs >= input.stableAfterMs;
  const failures = wasStable ? 0 : input.failures;
  const outdated = code === outdatedCode;
  return {
    action: 'retry',
    delayMs: outdated
      ? input.backoffMs.maxMs
      : backoffDelayMs(isConflict ? Math.max(failures, conflictFailures) : failures, input.backoffMs, input.random),
    failures: failures + 1,
    conflicts: isConflict ? conflicts + 1 : conflicts,
    phase: paired ? 'reconnecting' : 'connecting',
    reason: reasonOf(end),
  };
}
