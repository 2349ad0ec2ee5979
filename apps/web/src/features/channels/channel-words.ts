import type { ChannelView } from '@tiktickets/core/contracts';

/** Reasons that have a sentence of their own; every other one is explained by the state. */
const explained = [
  'qr_expired',
  'number_in_use',
  'client_outdated',
  'proxy_failed',
  'unreachable',
  'tls_error',
  'silent_socket',
  'connect_timeout',
  'storage_failed',
  'conflict',
  'device_mismatch',
  'code_refused',
  'logout_requested',
  'restart_required',
] as const;

/** Key of the sentence that says how a channel is and what to do next. */
export function hintOf({
  state,
  reason,
}: Pick<ChannelView, 'state' | 'reason'>): `reasons.${(typeof explained)[number]}` | `hints.${ChannelView['state']}` {
  const known = state === 'connected' ? undefined : explained.find((code) => code === reason);
  return known ? `reasons.${known}` : `hints.${state}`;
}

/** "ABCD-1234", as the phone shows its eight fields. */
export const spacedCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;
