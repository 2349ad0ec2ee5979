/** The server's catalogue, written out (a test holds the two together), and what can go wrong before the server has it. */
export const serverFailures = [
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
export const localFailures = [
  'not_sent',
  'rejected',
  'forbidden',
  'file_empty',
  'file_lost',
  'file_refused',
  'file_forbidden',
  'no_room',
] as const;
export type KnownFailure = (typeof serverFailures)[number] | (typeof localFailures)[number];

/** Sending the very same again cannot help. */
export const finalFailures: readonly KnownFailure[] = [
  'not_on_whatsapp',
  'bad_address',
  'too_late',
  'file_too_large',
  'file_type_refused',
  'file_changed',
  'bad_content',
  'channel_deleted',
  'file_empty',
  'file_lost',
  'file_forbidden',
];

export const knownFailure = (code: string | null): KnownFailure =>
  [...serverFailures, ...localFailures].find((known) => known === code) ?? 'refused';
