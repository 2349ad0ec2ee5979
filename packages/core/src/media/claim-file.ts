import type { Scope } from '@tiktickets/db';
import { AppError, type Kernel } from '../kernel/index.ts';

/** Held until the end of the transaction: a file is either named by a row or swept, never both. */
export const lockFile = (scope: Scope, key: string): Promise<unknown> =>
  scope.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [key]);

/**
 * To be called in the transaction that names a file which was just written: the same content may have been there before,
 * unused, and been swept since. @throws {AppError} `unavailable`; the same again works
 */
export async function claimFile(kernel: Kernel, scope: Scope, key: string): Promise<void> {
  await lockFile(scope, key);
  if (!(await kernel.storage.has(key)))
    throw new AppError('unavailable', 'the file was swept meanwhile', { details: { reason: 'storage_away' } });
}
