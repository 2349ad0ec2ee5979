/** The closed vocabulary of expected errors. `field` names the input at fault; `details` is safe to show. */
export const errorCodes = [
  'invalid-input',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'already-accepted',
  'stale',
  'rate-limited',
  'unavailable',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** What a client receives beside the message of an error. */
export interface ErrorData {
  code: ErrorCode;
  field: string | null;
  details: Record<string, string | number | boolean | null>;
}
