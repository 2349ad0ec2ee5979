import { sweepHealth } from '@tiktickets/core/channels';
import type { Kernel } from '@tiktickets/core/kernel';

export const sweepHealthProcessor = (kernel: Kernel) => async () => {
  const deleted = await sweepHealth(kernel);
  if (deleted > 0) kernel.logger.info({ deleted }, 'swept health of numbers');
};
