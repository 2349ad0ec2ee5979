import { AppError } from '../errors.ts';

export type StorageTrouble = 'storage_full' | 'storage_away';

const messages: Record<StorageTrouble, string> = {
  storage_full: 'there is no room left to keep files',
  storage_away: 'files cannot be reached right now',
};

export const storageTrouble = (reason: StorageTrouble, cause: unknown): AppError =>
  new AppError('unavailable', messages[reason], { details: { reason }, cause });

/** Which trouble of the storage this failure is; null when it is none. */
export function storageTroubleOf(error: unknown): StorageTrouble | null {
  if (!(error instanceof AppError)) return null;
  const { reason } = error.details;
  return reason === 'storage_full' || reason === 'storage_away' ? reason : null;
}
