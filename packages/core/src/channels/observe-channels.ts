import { Gauge, type Registry } from 'prom-client';
import type { Kernel } from '../kernel/index.ts';
import { type ChannelGauge, channelGauges } from './channel-gauges.ts';

const gauges: [keyof Omit<ChannelGauge, 'channelId' | 'tenantId'>, string, string][] = [
  ['isUp', 'up', 'Whether the number is connected'],
  ['sinceInboundS', 'since_inbound_seconds', 'Time since its last incoming message'],
  ['sinceOutboundS', 'since_outbound_seconds', 'Time since its last message that the provider took'],
  ['reconnects', 'reconnects_24h', 'Reconnections of the last 24 hours'],
  ['undecryptable', 'undecryptable_24h', 'Messages of the last 24 hours that could not be read'],
  ['refused', 'refused_24h', 'Sends of the last 24 hours that the provider refused'],
  ['ingestLagS', 'ingest_lag_seconds', 'Age of the oldest message that is not shown yet, as its owner last told'],
  ['openAlerts', 'open_alerts', 'Alerts that are open'],
];

/** Gauges of one scrape share one look into the database. */
const sharedMs = 1_000;

/** Adds a gauge per number to a registry, labelled by ids alone. While the database is away they have no values. */
export function observeChannels(kernel: Pick<Kernel, 'database'>, registry: Registry): void {
  let readAt = Number.NEGATIVE_INFINITY;
  let rows: Promise<ChannelGauge[]> = Promise.resolve([]);
  const look = (): Promise<ChannelGauge[]> => {
    if (performance.now() - readAt > sharedMs) {
      readAt = performance.now();
      rows = channelGauges(kernel).catch(() => []);
    }
    return rows;
  };
  for (const [key, name, help] of gauges) {
    new Gauge({
      name: `tiktickets_channel_${name}`,
      help,
      labelNames: ['tenant', 'channel'],
      registers: [registry],
      async collect() {
        const found = await look();
        this.reset();
        for (const row of found) {
          const value = row[key];
          if (value !== null) this.set({ tenant: row.tenantId, channel: row.channelId }, Number(value));
        }
      },
    });
  }
}
