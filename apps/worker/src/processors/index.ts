import type { JobHandlers } from '@tiktickets/core/jobs';
import type { Kernel } from '@tiktickets/core/kernel';
import { announceEventsProcessor } from './announce-events.ts';
import { rollEventPartitionsProcessor } from './roll-event-partitions.ts';
import { sweepJournalProcessor } from './sweep-journal.ts';
import { sweepLimitsProcessor } from './sweep-limits.ts';
import { sweepSessionsProcessor } from './sweep-sessions.ts';
import { wakeLanesProcessor } from './wake-lanes.ts';

/** One processor for every job of the catalog; a missing one does not compile. */
export const processors = (kernel: Kernel): JobHandlers => ({
  'announce-events': announceEventsProcessor(kernel),
  'roll-event-partitions': rollEventPartitionsProcessor(kernel),
  'sweep-journal': sweepJournalProcessor(kernel),
  'sweep-limits': sweepLimitsProcessor(kernel),
  'sweep-sessions': sweepSessionsProcessor(kernel),
  'wake-lanes': wakeLanesProcessor(kernel),
});
