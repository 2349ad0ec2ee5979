import { sweepJournal } from '@tiktickets/core/jobs';
import type { Kernel } from '@tiktickets/core/kernel';

export const sweepJournalProcessor = (kernel: Kernel) => async (_payload: object, signal: AbortSignal) => {
  const deleted = await sweepJournal(kernel, signal);
  if (deleted > 0) kernel.logger.info({ deleted }, 'swept journal entries');
};
