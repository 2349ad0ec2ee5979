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

const finalStates: readonly ChannelState[] = ['logged_out', 'replaced', 'banned'];

/** Whether the channel rests until a person acts: never fight for a session, never show a QR code to nobody. */
export const isFinal = (report: Pick<PhaseReport, 'state' | 'reason'>): boolean =>
  finalStates.includes(report.state) || (report.state === 'disconnected' && report.reason === 'qr_expired');

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
