import { watchChannels } from '@tiktickets/core/channels';
import type { Kernel } from '@tiktickets/core/kernel';

export const watchChannelsProcessor = (kernel: Kernel) => async (_payload: object, signal: AbortSignal) => {
  const changed = await watchChannels(kernel, signal);
  if (changed > 0) kernel.logger.info({ changed }, 'alerts of numbers changed');
};
