import { type SendFailureCode, sendFailures } from '../contracts/index.ts';

/** The driver's own words where they differ from ours. */
const ofDriver: Record<string, SendFailureCode> = { media_changed: 'file_changed', fenced: 'disconnected' };

/** What the provider's server answers instead of taking a message. */
const ofServer: Record<string, SendFailureCode> = {
  '403': 'blocked',
  '404': 'not_on_whatsapp',
  '413': 'file_too_large',
  '415': 'file_type_refused',
  '429': 'rate_limited',
  '463': 'restricted',
  '479': 'stale_session',
};
const ofGroupServer: Record<string, SendFailureCode> = {
  '401': 'not_member',
  '403': 'not_member',
  '404': 'not_member',
  '420': 'group_refused',
};

/** Whether a first message that failed so speaks against the number: it was written, and turned away. */
export const coldFailureOf = (code: SendFailureCode): boolean => ['blocked', 'refused', 'stale_session'].includes(code);

const isKnown = (code: string): code is SendFailureCode => sendFailures.some((known) => known === code);

/** A driver's code, or a server's refusal by its number, in the words of the catalogue. */
export function sendFailureOf(code: string, { isGroup = false }: { isGroup?: boolean } = {}): SendFailureCode {
  const number = /^(?:refused_)?(\d{3})$/.exec(code)?.[1];
  if (number) return (isGroup ? ofGroupServer[number] : null) ?? ofServer[number] ?? 'refused';
  if (isKnown(code)) return code;
  return ofDriver[code] ?? 'send_failed';
}
