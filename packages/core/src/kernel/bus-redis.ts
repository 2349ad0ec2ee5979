import { Redis } from 'ioredis';
import { type Bus, type BusListener, type BusTopic, coalesce, within } from './bus.ts';
import type { Logger } from './logger.ts';

/** Wake-ups by Redis pub/sub. `prefix` keeps installations that share a server apart. */
export function createRedisBus({ url, prefix, logger }: { url: string; prefix: string; logger: Logger }): Bus {
  const connect = (): Redis => {
    const client = new Redis(url, { maxRetriesPerRequest: null, enableOfflineQueue: true, lazyConnect: false });
    client.on('error', (error) => logger.warn({ err: error }, 'the bus lost its Redis'));
    return client;
  };
  const publisher = connect();
  const subscriber = connect();
  const listeners = new Map<string, Set<BusListener>>();
  const channelOf = (topic: BusTopic): string => `${prefix}:bus:${topic}`;
  subscriber.on('message', (channel, payload) => {
    for (const listener of listeners.get(channel) ?? []) listener.onMessage(payload);
  });
  subscriber.on('ready', () => {
    for (const set of listeners.values()) for (const listener of set) listener.onReconnect?.();
  });
  const outbox = coalesce(async (batch) => {
    // Commands queue up while the server is away; a wake-up that old is worthless, and listeners scan on reconnect.
    if (publisher.status !== 'ready') return;
    const pipeline = publisher.pipeline();
    for (const { topic, payload } of batch) pipeline.publish(channelOf(topic), payload);
    await pipeline.exec().catch((error: unknown) => logger.warn({ err: error }, 'wake-ups were not sent'));
  });
  return {
    publish: (topic, payload) => outbox.push({ topic, payload }),
    subscribe: async (topic, listener) => {
      const channel = channelOf(topic);
      const set = listeners.get(channel) ?? new Set();
      listeners.set(channel, set.add(listener));
      if (set.size === 1) await subscriber.subscribe(channel);
      listener.onReconnect?.();
      return async () => {
        set.delete(listener);
        if (set.size === 0 && listeners.delete(channel)) await subscriber.unsubscribe(channel);
      };
    },
    ping: async () => {
      await within(2_000, publisher.ping());
    },
    close: async () => {
      await outbox.flush();
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
