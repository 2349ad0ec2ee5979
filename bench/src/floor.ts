import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';

/**
 * What the machine allows: the least that could be called ingest, list and page, by prepared statements of the owner
 * without row-level security, events or deduplication by anything but the key.
 */
export interface Floor {
  ingest(contact: number): Promise<void>;
  list(userId: string, queueIds: readonly string[]): Promise<unknown>;
  page(ticketId: string): Promise<unknown>;
}

export function createFloor(sql: Sql, tenantId: string, channelId: string): Floor {
  return {
    /** One awaited transaction: find the ticket, insert the message, bump the ticket. */
    ingest: async (contact) => {
      await sql.begin(async (tx) => {
        const [ticket] = await tx<{ id: string }[]>`
          select t.id from contact_identities i join tickets t on t.tenant_id = i.tenant_id and t.contact_id = i.contact_id and t.channel_id = ${channelId}
          where i.tenant_id = ${tenantId} and i.kind = 'phone' and i.value = ${String(5_511_900_000_000 + contact)}`;
        const id = ticket?.id ?? randomUUID();
        const message = randomUUID();
        await tx`insert into messages (tenant_id, id, ticket_id, channel_id, direction, kind, body, remote_chat, remote_id, from_me, sent_at)
          values (${tenantId}, ${message}, ${id}, ${channelId}, 'in', 'text', 'Olá, tudo bem?', 'x@lid', ${message}, false, now())`;
        await tx`update tickets set unread_count = unread_count + 1, last_at = now(), last_message_id = ${message}, last_preview = 'Olá'
          where tenant_id = ${tenantId} and id = ${id}`;
      });
    },
    list: (userId, queueIds) => sql`
      select t.id, t.state, t.last_at, t.last_preview, c.name from tickets t join contacts c on c.tenant_id = t.tenant_id and c.id = t.contact_id
      where t.tenant_id = ${tenantId} and t.state = 'pending' and (t.user_id = ${userId} or t.queue_id = any(${[...queueIds]}))
      order by t.last_at desc, t.id desc limit 50`,
    page: (ticketId) => sql`
      select id, body, state, sent_at from messages where tenant_id = ${tenantId} and ticket_id = ${ticketId} order by id desc limit 30`,
  };
}
