import { announceEvents } from '@tiktickets/core/jobs';
import type { Kernel } from '@tiktickets/core/kernel';

export const announceEventsProcessor = (kernel: Kernel) => () => announceEvents(kernel);
