import type { ErrorCode, ErrorData, StaleDetails } from '@tiktickets/core/contracts';
import { TRPCClientError } from '@trpc/client';

/** The server's own words about an expected error; null when there was no answer at all, or none of ours. */
export function appError(error: unknown): ErrorData | null {
  if (!(error instanceof TRPCClientError)) return null;
  const app: unknown = error.data instanceof Object ? Reflect.get(error.data, 'app') : null;
  return isErrorData(app) ? app : null;
}

export const hasCode = (error: unknown, code: ErrorCode): boolean => appError(error)?.code === code;

/** Worth another try later: the request may never have arrived, or the server was not well. */
export function isTransient(error: unknown): boolean {
  const code = appError(error)?.code;
  return code === undefined || code === 'unavailable' || code === 'internal';
}

/** Our own server writes nothing else under `app`. */
function isErrorData(value: unknown): value is ErrorData {
  return value instanceof Object && 'code' in value && typeof value.code === 'string' && 'details' in value;
}

/** What was written meanwhile, when that is why a send was refused. */
export function staleDetails(error: unknown): StaleDetails | null {
  const app = appError(error);
  return app?.code === 'stale' && isStale(app.details) ? app.details : null;
}

/** Our own server writes nothing else beside this code. */
function isStale(details: object): details is StaleDetails {
  return 'lastId' in details && typeof details.lastId === 'string';
}

/** Why the server did not take a message: its reason of the catalogue of failures when it gives one. */
export function refusalOf(error: unknown): string {
  const app = appError(error);
  if (app?.code === 'forbidden') return 'forbidden';
  const reason = app?.code === 'conflict' ? app.details.reason : null;
  if (reason === 'left-group') return 'not_member';
  if (reason === 'admins-only') return 'only_admins';
  return typeof reason === 'string' ? reason : 'rejected';
}
