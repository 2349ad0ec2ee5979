import { sweepLimits } from '@tiktickets/core/jobs';
import type { Kernel } from '@tiktickets/core/kernel';

export const sweepLimitsProcessor = (kernel: Kernel) => async (_payload: object, signal: AbortSignal) => {
  const deleted = await sweepLimits(kernel, signal);
  if (deleted > 0) kernel.logger.info({ deleted }, 'swept counters');
};
