import type { Schedule } from '@tiktickets/core/jobs';

/** Everything that happens by the clock. Seconds first; UTC. */
export const schedules: readonly Schedule[] = [
  { job: 'watch-channels', cron: '*/10 * * * * *' },
  { job: 'sweep-health', cron: '0 47 * * * *' },
  { job: 'wake-lanes', cron: '*/30 * * * * *' },
  { job: 'wake-preparing', cron: '*/30 * * * * *' },
  { job: 'announce-events', cron: '15 * * * * *' },
  { job: 'roll-event-partitions', cron: '0 7 * * * *' },
  { job: 'sweep-journal', cron: '0 17 * * * *' },
  { job: 'sweep-limits', cron: '0 27 * * * *' },
  { job: 'sweep-sessions', cron: '0 37 * * * *' },
  { job: 'sweep-media', cron: '0 47 * * * *' },
];
