import type { Kernel } from '@tiktickets/core/kernel';
import { sweepMedia } from '@tiktickets/core/media';

export const sweepMediaProcessor = (kernel: Kernel) => async (_payload: object, signal: AbortSignal) => {
  const swept = await sweepMedia(kernel, { signal });
  if (swept.uploads + swept.files + swept.partial > 0) kernel.logger.info(swept, 'swept files');
};
