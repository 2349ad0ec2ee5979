import type { MessageView } from '@tiktickets/core/contracts';

/** The contract's limits, written out: the screen loads no schemas. A test holds them together. */
export const editWindowMs = 15 * 60_000;
export const deleteWindowMs = 60 * 3_600_000;
export const maxForwards = 5;

const silent = ['reaction', 'edit', 'delete', 'call', 'system', 'undecryptable'];
const arrived = ['sent', 'delivered', 'read', 'played'];

export type MessageTask = 'edit' | 'delete' | 'forward';

export interface Possible {
  react: boolean;
  edit: boolean;
  remove: boolean;
  forward: boolean;
}

/** What whoever has the ticket can do with a message; the server has the last word. */
export function possibleWith(message: MessageView, nowMs: number): Possible {
  const { kind, direction, deletedAt, rev } = message;
  if (rev === 0 || deletedAt !== null || direction === 'note' || silent.includes(kind))
    return { react: false, edit: false, remove: false, forward: false };
  const isOurs = direction === 'out';
  const isThere = !isOurs || arrived.includes(message.state ?? '');
  const ageMs = nowMs - Date.parse(message.sentAt);
  const hasContent =
    kind === 'contact' ||
    kind === 'location' ||
    message.media?.state === 'stored' ||
    (kind === 'text' && !!message.body);
  return {
    react: isThere,
    edit: isOurs && isThere && kind === 'text' && ageMs < editWindowMs,
    remove: isOurs && isThere && ageMs < deleteWindowMs,
    forward: isThere && hasContent && kind !== 'poll' && kind !== 'unsupported',
  };
}

/** After how long a missing tick is worth a word. */
export const serverPatienceMs = 10_000;
export const recipientPatienceMs = 5 * 60_000;

/** `browser`: this tab could not hand it over; `server`: WhatsApp has not confirmed; `recipient`: nobody's phone has. */
export type Wait = 'browser' | 'server' | 'recipient' | 'hold';
type Waiting = Pick<MessageView, 'state' | 'stateAt' | 'sentAt' | 'rev' | 'hold'>;

function patienceOf({ state, rev }: Waiting): { wait: Wait; ms: number } | null {
  if (state === 'queued' || state === 'sending')
    return { wait: rev === 0 ? 'browser' : 'server', ms: serverPatienceMs };
  return state === 'sent' ? { wait: 'recipient', ms: recipientPatienceMs } : null;
}

/** What a message waits for at this instant, and in how many milliseconds that may change; null: by itself never. */
export function waitOf(message: Waiting, nowMs: number): { wait: Wait | null; againInMs: number | null } {
  const untilMs = message.state === 'queued' && message.hold ? Date.parse(message.hold.until) : 0;
  if (untilMs > nowMs) return { wait: 'hold', againInMs: untilMs - nowMs };
  const patience = patienceOf(message);
  if (!patience) return { wait: null, againInMs: null };
  const leftMs = Math.max(Date.parse(message.stateAt ?? message.sentAt), untilMs) + patience.ms - nowMs;
  return leftMs > 0 ? { wait: null, againInMs: leftMs } : { wait: patience.wait, againInMs: null };
}
