import type { JobHandlers } from '@tiktickets/core/jobs';
import type { Kernel } from '@tiktickets/core/kernel';
import type { MediaTools } from '@tiktickets/core/media';
import { announceEventsProcessor } from './announce-events.ts';
import { prepareMediaProcessor } from './prepare-media.ts';
import { rollEventPartitionsProcessor } from './roll-event-partitions.ts';
import { sweepHealthProcessor } from './sweep-health.ts';
import { sweepJournalProcessor } from './sweep-journal.ts';
import { sweepLimitsProcessor } from './sweep-limits.ts';
import { sweepMediaProcessor } from './sweep-media.ts';
import { sweepSessionsProcessor } from './sweep-sessions.ts';
import { wakeLanesProcessor } from './wake-lanes.ts';
import { wakePreparingProcessor } from './wake-preparing.ts';
import { watchChannelsProcessor } from './watch-channels.ts';

/** One processor for every job of the catalog; a missing one does not compile. */
export const processors = (kernel: Kernel, tools: MediaTools): JobHandlers => ({
  'announce-events': announceEventsProcessor(kernel),
  'prepare-media': prepareMediaProcessor(kernel, tools),
  'roll-event-partitions': rollEventPartitionsProcessor(kernel),
  'sweep-health': sweepHealthProcessor(kernel),
  'sweep-journal': sweepJournalProcessor(kernel),
  'sweep-limits': sweepLimitsProcessor(kernel),
  'sweep-media': sweepMediaProcessor(kernel),
  'sweep-sessions': sweepSessionsProcessor(kernel),
  'wake-lanes': wakeLanesProcessor(kernel),
  'wake-preparing': wakePreparingProcessor(kernel),
  'watch-channels': watchChannelsProcessor(kernel),
});
