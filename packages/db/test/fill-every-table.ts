import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';

/** One row of every tenant-owned table, written as the owner. A new table must be added here or the wall's test fails. */
export async function fillEveryTable(owner: Sql, tenant: string): Promise<void> {
  const user = randomUUID();
  const queue = randomUUID();
  const channel = randomUUID();
  const contact = randomUUID();
  const ticket = randomUUID();
  const attendance = randomUUID();
  const message = randomUUID();
  const media = randomUUID();
  await owner.begin((sql) => [
    sql`insert into tenants (id, name) values (${tenant}, 'Company')`,
    sql`insert into users (tenant_id, id, email, name, password_hash, role)
        values (${tenant}, ${user}, ${`${user}@example.com`}, 'Ana', 'x', 'agent')`,
    sql`insert into sessions (tenant_id, id, user_id, expires_at) values (${tenant}, ${randomUUID()}, ${user}, now())`,
    sql`insert into queues (tenant_id, id, name, color) values (${tenant}, ${queue}, 'Suporte', '#000000')`,
    sql`insert into user_queues values (${tenant}, ${user}, ${queue})`,
    sql`insert into quick_replies (tenant_id, id, shortcut, body) values (${tenant}, ${randomUUID()}, 'oi', 'Olá!')`,
    sql`insert into channels (tenant_id, id, name, shard, queue_id) values (${tenant}, ${channel}, 'Loja', 1, ${queue})`,
    sql`insert into channel_numbers (tenant_id, phone, channel_id) values (${tenant}, ${tenant}, ${channel})`,
    sql`insert into channel_health (tenant_id, channel_id) values (${tenant}, ${channel})`,
    sql`insert into channel_hours (tenant_id, channel_id, hour) values (${tenant}, ${channel}, now())`,
    sql`insert into channel_incidents (tenant_id, id, channel_id, state) values (${tenant}, ${randomUUID()}, ${channel}, 'reconnecting')`,
    sql`insert into channel_alerts (tenant_id, id, channel_id, kind) values (${tenant}, ${randomUUID()}, ${channel}, 'down')`,
    sql`insert into channel_credentials (tenant_id, channel_id, value) values (${tenant}, ${channel}, 'x')`,
    sql`insert into recipient_checks (tenant_id, channel_id, phone, state) values (${tenant}, ${channel}, '5511999990000', 'due')`,
    sql`insert into channel_keys values (${tenant}, ${channel}, 'session', '1', 'x')`,
    sql`insert into contacts (tenant_id, id, name, phone) values (${tenant}, ${contact}, 'Bia', '5511999990000')`,
    sql`insert into contact_identities values (${tenant}, 'phone', '5511999990000', ${contact})`,
    sql`insert into tickets (tenant_id, id, number, channel_id, contact_id, remote_chat, state, queue_id)
        values (${tenant}, ${ticket}, 1, ${channel}, ${contact}, '1@lid', 'pending', ${queue})`,
    sql`insert into attendances (tenant_id, id, ticket_id, number, opened_at) values (${tenant}, ${attendance}, ${ticket}, 1, now())`,
    sql`insert into ticket_logs (tenant_id, id, ticket_id, type, actor_kind) values (${tenant}, ${randomUUID()}, ${ticket}, 'created', 'contact')`,
    sql`insert into messages (tenant_id, id, ticket_id, attendance_id, channel_id, direction, kind, body, remote_chat, remote_id, from_me, sent_at)
        values (${tenant}, ${message}, ${ticket}, ${attendance}, ${channel}, 'in', 'text', 'oi', '1@lid', 'A1', false, now())`,
    sql`insert into message_reactions (tenant_id, message_id, author, emoji, reacted_at) values (${tenant}, ${message}, 'me', '🙏', now())`,
    sql`insert into message_edits (tenant_id, id, message_id, body, edited_at) values (${tenant}, ${randomUUID()}, ${message}, 'o', now())`,
    sql`insert into media (tenant_id, id, ticket_id, channel_id, message_id, kind, state, mimetype)
        values (${tenant}, ${media}, ${ticket}, ${channel}, ${message}, 'image', 'due', 'image/jpeg')`,
    sql`insert into media_renditions (tenant_id, media_id, kind, storage_key, sha256, mimetype, size_bytes)
        values (${tenant}, ${media}, 'thumbnail', 'k', 'h', 'image/webp', 1)`,
    sql`insert into inbound_journal (tenant_id, id, channel_id, remote_chat, remote_id, from_me, envelope, content)
        values (${tenant}, ${randomUUID()}, ${channel}, '1@lid', 'A1', false, '{}', 'x')`,
    sql`insert into contact_blocks (tenant_id, channel_id, contact_id, wanted, actual) values (${tenant}, ${channel}, ${contact}, true, false)`,
    sql`insert into poll_votes (tenant_id, channel_id, poll_remote_id, voter, options, voted_at)
        values (${tenant}, ${channel}, 'P1', 'me', '["Sim"]', now())`,
    sql`insert into history_parts (tenant_id, id, channel_id, remote_id) values (${tenant}, ${randomUUID()}, ${channel}, 'H1')`,
    sql`insert into identity_pairs (tenant_id, lid, phone) values (${tenant}, '1', '5511999990000')`,
    sql`insert into contact_merges (tenant_id, id, contact_id, lost_contact_id, lost_name)
        values (${tenant}, ${randomUUID()}, ${contact}, ${randomUUID()}, 'Bia')`,
    sql`insert into ticket_redirects (tenant_id, lost_ticket_id, ticket_id) values (${tenant}, ${randomUUID()}, ${ticket})`,
    sql`insert into groups (tenant_id, channel_id, remote_chat) values (${tenant}, ${channel}, '1@g.us')`,
    sql`insert into group_members (tenant_id, channel_id, remote_chat, member, lid, role)
        values (${tenant}, ${channel}, '1@g.us', '1', '1', 'member')`,
    sql`insert into message_receipts (tenant_id, message_id, member, state, at) values (${tenant}, ${message}, '1', 'read', now())`,
    sql`insert into events (tenant_id, type, entity_id) values (${tenant}, 'ticket', ${ticket})`,
    sql`insert into audit (tenant_id, id, actor_kind, action) values (${tenant}, ${randomUUID()}, 'system', 'test')`,
  ]);
}
