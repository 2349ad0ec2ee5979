import type { NewChatMessageCapInfo, ReachoutTimelockState } from 'baileys';
import type { SessionSink } from '../contract.ts';

type Report = Parameters<NonNullable<SessionSink['restricted']>>[0];

const dayMs = 24 * 60 * 60 * 1000;

/** The provider's lock on writing to new people, which it announces and tells when asked. */
export function timelockReport(lock: ReachoutTimelockState, nowMs: number): Report {
  if (!lock.isActive) return { code: 'timelock', untilMs: null };
  const endMs = lock.timeEnforcementEnds?.getTime();
  return { code: 'timelock', untilMs: endMs && Number.isFinite(endMs) ? endMs : nowMs + dayMs };
}

/** The provider's quota of new chats: used up until its cycle ends. Null for warnings, which limit nothing. */
export function capReport(cap: NewChatMessageCapInfo, nowMs: number): Report | null {
  if (String(cap.capping_status) === 'NONE') return { code: 'new_chat_cap', untilMs: null };
  if (String(cap.capping_status) !== 'CAPPED') return null;
  const endMs = Number(cap.cycle_end_timestamp) * 1000;
  return { code: 'new_chat_cap', untilMs: endMs > nowMs ? endMs : nowMs + dayMs };
}
