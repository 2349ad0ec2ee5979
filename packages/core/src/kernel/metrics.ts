import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Kernel } from './context.ts';
import { checkHealth } from './health.ts';

/** Prometheus metrics of one process: the runtime's own, and the state of the installation. */
export function createMetrics(kernel: Kernel): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const channels = gauge('tiktickets_channels', 'Channels by state', ['state']);
  const waiting = gauge('tiktickets_waiting_messages', 'Messages that wait to be sent or stored', ['direction']);
  const up = new Gauge({
    name: 'tiktickets_up',
    help: 'Whether the database, the queue and a worker answer',
    labelNames: ['part'],
    registers: [registry],
    collect: async () => {
      const health = await checkHealth(kernel);
      for (const part of ['db', 'queue', 'worker'] as const) up.set({ part }, health[part] === 'ok' ? 1 : 0);
      channels.reset();
      for (const [state, n] of Object.entries(health.channels)) channels.set({ state }, n);
      for (const direction of ['outbound', 'inbound'] as const) waiting.set({ direction }, health.waiting[direction]);
    },
  });
  return registry;
}
