import { isConnectionTrouble } from '@tiktickets/db';
import type { ErrorCode, ErrorData } from '../contracts/index.ts';

/** HTTP status of each expected error, and whether it should wake somebody up. */
export const errorTable: Record<ErrorCode, { status: number; pages: boolean }> = {
  'invalid-input': { status: 400, pages: false },
  unauthenticated: { status: 401, pages: false },
  forbidden: { status: 403, pages: false },
  'not-found': { status: 404, pages: false },
  conflict: { status: 409, pages: false },
  'already-accepted': { status: 409, pages: false },
  stale: { status: 409, pages: false },
  'rate-limited': { status: 429, pages: false },
  unavailable: { status: 503, pages: false },
  internal: { status: 500, pages: true },
};

/** An expected failure. Its message and details are safe to show to the person who caused it. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly field: string | null;
  readonly details: ErrorData['details'];
  constructor(
    code: ErrorCode,
    message: string,
    {
      field = null,
      details = {},
      cause,
    }: { field?: string | null; details?: ErrorData['details']; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.name = 'AppError';
    this.code = code;
    this.field = field;
    this.details = details;
  }
}

/** A missing row and a foreign row are the same. */
export const notFound = (field: string): AppError => new AppError('not-found', `${field} was not found`, { field });
export const forbidden = (permission: string): AppError =>
  new AppError('forbidden', 'you may not do this', { details: { permission } });
export const conflict = (message: string, details: ErrorData['details'] = {}): AppError =>
  new AppError('conflict', message, { details });
export const invalidInput = (field: string, message: string): AppError =>
  new AppError('invalid-input', `${field}: ${message}`, { field });

/** Any failure as one of ours: lost databases become `unavailable`, all else `internal` with nothing of it shown. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isConnectionTrouble(error)) {
    return new AppError('unavailable', 'the database cannot be reached right now; nothing was changed', {
      cause: error,
    });
  }
  return new AppError('internal', 'something went wrong on our side', { cause: error });
}
