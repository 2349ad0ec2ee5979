/**
 * Why a send did not happen. `channel`: the number is away, hold the lane and do not count the attempt;
 * `row`: unknown trouble with this message, retry it later; `permanent`: never retry.
 */
export type SendErrorScope = 'channel' | 'row' | 'permanent';

/** All that a driver may say; a host has words for each. */
export const sendErrorCodes = [
  'bad_address',
  'bad_content',
  'cancelled',
  'disconnected',
  'fenced',
  'file_too_large',
  'file_type_refused',
  'file_unreadable',
  'media_changed',
  'no_devices',
  'not_member',
  'not_on_whatsapp',
  'only_admins',
  'rate_limited',
  'send_failed',
  'timeout',
  'upload_failed',
] as const;
export type SendErrorCode = (typeof sendErrorCodes)[number];

export class SendError extends Error {
  readonly scope: SendErrorScope;
  readonly code: SendErrorCode;
  constructor(scope: SendErrorScope, code: SendErrorCode, options?: ErrorOptions) {
    super(`send failed: ${code}`, options);
    this.name = 'SendError';
    this.scope = scope;
    this.code = code;
  }
}
