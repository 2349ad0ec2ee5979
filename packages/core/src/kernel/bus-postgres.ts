import { reconnectAfterS } from '@tiktickets/db';
import postgres from 'postgres';
import { type Bus, coalesce, within } from './bus.ts';
import type { Logger } from './logger.ts';

/** Wake-ups by NOTIFY. Two connections of its own: one that listens, one that notifies outside every transaction. */
export function createPostgresBus({ url, logger }: { url: string; logger: Logger }): Bus {
  const sql = postgres(url, {
    max: 1,
    backoff: reconnectAfterS,
    onnotice: () => {},
    connection: { application_name: 'tiktickets bus' },
  });
  const outbox = coalesce(async (batch) => {
    try {
      const topics = batch.map((message) => `tt_${message.topic}`);
      const payloads = batch.map((message) => message.payload);
      await sql`select pg_notify(topic, payload) from unnest(${topics}::text[], ${payloads}::text[]) as m (topic, payload)`;
    } catch (error) {
      // Whoever listens scans on its own; a lost wake-up costs seconds and never a message.
      logger.warn({ err: error, lost: batch.length }, 'wake-ups were not sent');
    }
  });
  return {
    publish: (topic, payload) => outbox.push({ topic, payload }),
    subscribe: async (topic, listener) => {
      const { unlisten } = await sql.listen(`tt_${topic}`, listener.onMessage, () => listener.onReconnect?.());
      return unlisten;
    },
    ping: async () => {
      await within(2_000, sql`select 1`.execute());
    },
    close: async () => {
      await outbox.flush();
      await sql.end({ timeout: 2 });
    },
  };
}
