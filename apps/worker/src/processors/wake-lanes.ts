import { wakeLanes } from '@tiktickets/core/jobs';
import type { Kernel } from '@tiktickets/core/kernel';

export const wakeLanesProcessor = (kernel: Kernel) => async () => {
  const late = await wakeLanes(kernel);
  if (late > 0) kernel.logger.warn({ late }, 'lanes without progress were woken');
};
