/**
 * Why a message did not reach its recipient: the closed list of what stands beside a failed message. Each has a plain
 * sentence and a next step in every language; whatever a driver or a server says is put into these words first.
 */
export const sendFailures = [
  'not_on_whatsapp',
  'bad_address',
  'no_devices',
  'blocked',
  'restricted',
  'rate_limited',
  'stale_session',
  'not_member',
  'only_admins',
  'group_refused',
  'too_late',
  'file_too_large',
  'file_type_refused',
  'file_unreadable',
  'file_changed',
  'upload_failed',
  'bad_content',
  'disconnected',
  'logged_out',
  'channel_deleted',
  'timeout',
  'unacknowledged',
  'cancelled',
  'refused',
  'send_failed',
] as const;
export type SendFailureCode = (typeof sendFailures)[number];

/** Trying again without changing anything cannot help. */
export const finalSendFailures: readonly SendFailureCode[] = [
  'not_on_whatsapp',
  'bad_address',
  'too_late',
  'file_too_large',
  'file_type_refused',
  'file_changed',
  'bad_content',
  'channel_deleted',
];
