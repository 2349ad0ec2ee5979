import type { Kernel } from '@tiktickets/core/kernel';
import { wakePreparing } from '@tiktickets/core/media';

export const wakePreparingProcessor = (kernel: Kernel) => async () => {
  const late = await wakePreparing(kernel);
  if (late > 0) kernel.logger.warn({ late }, 'files that waited to be prepared were announced again');
};
