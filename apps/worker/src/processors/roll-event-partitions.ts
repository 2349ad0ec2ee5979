import { rollEventPartitions } from '@tiktickets/core/jobs';
import type { Kernel } from '@tiktickets/core/kernel';

export const rollEventPartitionsProcessor = (kernel: Kernel) => () => rollEventPartitions(kernel);
