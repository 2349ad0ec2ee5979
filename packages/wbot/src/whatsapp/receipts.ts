import { type BinaryNode, getBinaryNodeChild, getBinaryNodeChildren, isJidGroup } from 'baileys';
import type { PersonReference, ReceiptState } from '../contract.ts';
import { personOf } from './addresses.ts';
import { isOwn, type OwnAddresses } from './journal-entry.ts';

export interface ReceiptNews {
  remoteIds: string[];
  state: ReceiptState;
  atMs: number;
  /** The member of a group whose receipt it is. */
  participant?: PersonReference;
}

const states = new Map<string | undefined, ReceiptState>([
  [undefined, 'delivered'],
  ['inactive', 'delivered'],
  ['read', 'read'],
  ['played', 'played'],
]);

function timeOf(stanza: BinaryNode, nowMs: number): number {
  const seconds = Number(stanza.attrs.t);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : nowMs;
}

/** Ticks that another person's receipt gives our messages; null for receipts among own devices and requests. */
export function readReceipt(stanza: BinaryNode, input: { me: OwnAddresses; nowMs: number }): ReceiptNews | null {
  const { attrs } = stanza;
  const state = states.get(attrs.type);
  if (!state || isOwn(attrs.participant ?? attrs.from, input.me)) return null;
  const rest = getBinaryNodeChildren(getBinaryNodeChild(stanza, 'list'), 'item').map((item) => item.attrs.id);
  const remoteIds = [attrs.id, ...rest].filter((id) => id !== undefined);
  const news: ReceiptNews = { remoteIds, state, atMs: timeOf(stanza, input.nowMs) };
  if (isJidGroup(attrs.from))
    news.participant = personOf(attrs.participant, attrs.participant_pn, attrs.participant_lid);
  return news;
}

export type AckNews = { kind: 'sent'; news: ReceiptNews } | { kind: 'refused'; remoteId: string; code: string };

/** The server's answer to a message that we sent: single tick, or a refusal code. */
export function readAck(stanza: BinaryNode, nowMs: number): AckNews | null {
  const { id, error } = stanza.attrs;
  if (!id) return null;
  if (error) return { kind: 'refused', remoteId: id, code: error };
  return { kind: 'sent', news: { remoteIds: [id], state: 'sent', atMs: timeOf(stanza, nowMs) } };
}
