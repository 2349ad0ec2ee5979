import { withPlatform } from '@tiktickets/db';
import type { Kernel } from './context.ts';

export interface Health {
  status: 'ok' | 'degraded' | 'down';
  db: 'ok' | 'down';
  queue: 'ok' | 'down';
  worker: 'ok' | 'down';
  /** How many channels are in each state. */
  channels: Record<string, number>;
  /** Messages waiting to go out, and provider messages waiting to be stored. */
  waiting: { outbound: number; inbound: number };
}

/** A worker shows itself every few seconds; after this long it counts as gone. */
const workerSilenceS = 20;

/** The state of the whole installation, without a word about any company. A platform entry point; never throws. */
export async function checkHealth(kernel: Kernel): Promise<Health> {
  const [facts, queue] = await Promise.all([
    readFacts(kernel).catch(() => null),
    kernel.bus.ping().then(
      () => 'ok' as const,
      () => 'down' as const,
    ),
  ]);
  if (!facts) {
    return { status: 'down', db: 'down', queue, worker: 'down', channels: {}, waiting: { outbound: 0, inbound: 0 } };
  }
  const status = queue === 'ok' && facts.worker === 'ok' ? 'ok' : 'degraded';
  return { status, db: 'ok', queue, ...facts };
}

async function readFacts(kernel: Kernel): Promise<Pick<Health, 'worker' | 'channels' | 'waiting'>> {
  return await withPlatform({ database: kernel.database, read: true }, async (scope) => {
    const [[worker], channels, [waiting]] = await Promise.all([
      scope.query<{ seen: boolean }>(
        'select exists (select from workers where seen_at > now() - make_interval(secs => $1) and not draining) as seen',
        [workerSilenceS],
      ),
      scope.query<{ state: string; n: number }>('select state, count(*)::int as n from channels group by state'),
      scope.query<{ outbound: number; inbound: number }>(
        `select (select count(*)::int from messages where state in ('queued', 'sending')) as outbound,
                (select count(*)::int from inbound_journal where ingested_at is null) as inbound`,
      ),
    ]);
    return {
      worker: worker?.seen ? ('ok' as const) : ('down' as const),
      channels: Object.fromEntries(channels.map((row) => [row.state, row.n])),
      waiting: waiting ?? { outbound: 0, inbound: 0 },
    };
  });
}
