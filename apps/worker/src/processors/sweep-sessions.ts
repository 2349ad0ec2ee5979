import { sweepSessions } from '@tiktickets/core/jobs';
import type { Kernel } from '@tiktickets/core/kernel';

export const sweepSessionsProcessor = (kernel: Kernel) => async (_payload: object, signal: AbortSignal) => {
  const deleted = await sweepSessions(kernel, signal);
  if (deleted > 0) kernel.logger.info({ deleted }, 'swept ended sessions');
};
