import { createHash } from 'node:crypto';
import type { ChannelState } from '../contracts/index.ts';

export const shardCount = 64;

/** Where a channel lives for good: only the worker that holds this shard runs it. */
export const shardOf = (channelId: string): number =>
  createHash('sha256').update(channelId).digest().readUInt32BE(0) % shardCount;

export type Desired = 'on' | 'off' | 'logout';

/** What its session reports of a channel. `reason` is a stable machine code. */
export interface PhaseReport {
  state: ChannelState;
  reason: string | null;
  qr: string | null;
  account: { phone: string; lid: string | null; name: string | null } | null;
}

/** Nobody scanned; the phone does not know this kind of device. */
const restingReasons = ['qr_expired', 'device_mismatch'];

const finalStates: readonly ChannelState[] = ['logged_out', 'replaced', 'banned'];

/** Whether the channel rests until a person acts: never fight for a session, never show a QR code to nobody. */
export const isFinal = (report: Pick<PhaseReport, 'state' | 'reason'>): boolean =>
  finalStates.includes(report.state) ||
  (report.state === 'disconnected' && report.reason !== null && restingReasons.includes(report.reason));

/** Of a channel that was asked to be connected: it is not, and the provider's normal course does not explain it. */
export const isIncident = ({ state, reason }: Pick<PhaseReport, 'state' | 'reason'>): boolean =>
  state === 'reconnecting'
    ? reason !== 'restart_required'
    : ['replaced', 'banned'].includes(state) ||
      (state === 'logged_out' && reason === 'logged_out') ||
      (state === 'disconnected' && reason === 'device_mismatch');

export interface ChannelChange {
  /** The code is a credential: kept only while it waits to be scanned. */
  qr: string | null;
  /** Null leaves what a person asked for. */
  desired: 'off' | null;
  /** The number no longer belongs to the channel. */
  forgetAccount: boolean;
}

/** What a report means beside the new state itself. */
export const changeOf = (report: PhaseReport): ChannelChange => ({
  qr: report.state === 'qr' ? report.qr : null,
  desired: isFinal(report) ? 'off' : null,
  forgetAccount: report.state === 'logged_out',
});
