import type { Sql } from 'postgres';

export interface Scale {
  contacts: number;
  messages: number;
}

/**
 * A company of the benchmark's size: 8 queues, 20 agents of two queues each, 2 % pending, 3 % open, the rest closed.
 * Written by the owner in bulk; the measured paths never touch this code.
 */
export async function fill(owner: Sql, tenantId: string, scale: Scale): Promise<void> {
  await owner`insert into tenants (id, name, ticket_number) values (${tenantId}, 'Bench', ${scale.contacts})`;
  await owner`insert into queues (tenant_id, id, name, color, position)
    select ${tenantId}, uuidv7(), 'Fila ' || n, '#5b8def', n from generate_series(1, 8) n`;
  await owner`insert into users (tenant_id, id, email, name, password_hash, role)
    select ${tenantId}, uuidv7(), 'agente' || n || '@example.com', 'Agente ' || n, 'x', case when n = 20 then 'admin' else 'agent' end
    from generate_series(1, 20) n`;
  await owner`insert into user_queues (tenant_id, user_id, queue_id)
    select ${tenantId}, u.id, q.id
    from (select id, row_number() over (order by id) n from users where tenant_id = ${tenantId}) u
    join (select id, row_number() over (order by position) n from queues where tenant_id = ${tenantId}) q on q.n in (u.n % 8 + 1, (u.n + 3) % 8 + 1)`;
  await owner`insert into sessions (tenant_id, id, user_id, expires_at)
    select ${tenantId}, uuidv7(), id, now() + interval '1 day' from users where tenant_id = ${tenantId}`;
  await owner`insert into channels (tenant_id, id, name, shard, queue_id, state)
    select ${tenantId}, uuidv7(), 'Número', 1, id, 'connected' from queues where tenant_id = ${tenantId} and position = 1`;
  await owner`insert into contacts (tenant_id, id, name, name_source, phone)
    select ${tenantId}, uuidv7(), (array['Marina','João','Rita','Clara','Tatiane','Pedro','Lúcia','Zoé'])[n % 8 + 1] || ' '
      || (array['Sampaio','Alves','Duarte','Luz','Brandão','Conceição'])[n % 6 + 1] || ' ' || n, 'provider', (5511900000000 + n)::text
    from generate_series(1, ${scale.contacts}) n`;
  await owner`insert into contact_identities (tenant_id, kind, value, contact_id)
    select tenant_id, 'phone', phone, id from contacts where tenant_id = ${tenantId}`;
  await owner`insert into tickets (tenant_id, id, number, channel_id, contact_id, remote_chat, state, queue_id, user_id, closed_at,
      attendance_number, attendance_opened_at, last_at, last_kind, last_direction, last_preview)
    select ${tenantId}, uuidv7(), c.n, ch.id, c.id, c.phone || '@s.whatsapp.net',
      case when c.n % 100 < 2 then 'pending' when c.n % 100 < 5 then 'open' else 'closed' end, q.id,
      case when c.n % 100 >= 2 then u.id end, case when c.n % 100 >= 5 then now() - interval '1 day' end,
      1, now() - interval '1 hour', now() - (c.n || ' seconds')::interval, 'text', 'in', 'Olá, tudo bem?'
    from (select id, phone, row_number() over (order by id) n from contacts where tenant_id = ${tenantId}) c
    join (select id from channels where tenant_id = ${tenantId}) ch on true
    join (select id, row_number() over (order by position) n from queues where tenant_id = ${tenantId}) q on q.n = c.n % 8 + 1
    join (select id, row_number() over (order by id) n from users where tenant_id = ${tenantId}) u on u.n = c.n % 20 + 1`;
  await owner`insert into messages (tenant_id, id, ticket_id, channel_id, direction, kind, body, remote_chat, remote_id, from_me, state, user_id, read_receipt, sent_at)
    select ${tenantId}, uuidv7(at - now()), t.id, t.channel_id, case when n % 3 = 0 then 'out' else 'in' end, 'text',
      'Mensagem ' || n || ' sobre o pedido e o boleto', t.remote_chat, 'B' || n, n % 3 = 0, case when n % 3 = 0 then 'read' end, null,
      case when n % 3 <> 0 then 'sent' end, at
    from (select n, now() - (n || ' milliseconds')::interval - interval '2 hours' as at from generate_series(1, ${scale.messages}) n) m
    join (select id, channel_id, remote_chat, number from tickets where tenant_id = ${tenantId}) t on t.number = m.n % ${scale.contacts} + 1`;
  await owner`vacuum analyze`;
}
