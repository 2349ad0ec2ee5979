import type { PersonReference } from '@tiktickets/wbot/contract';
import { canonicalPhone } from '../contacts/index.ts';
import { type Context, write } from '../kernel/index.ts';
import { settleInGroup } from './settle-in-group.ts';

export interface MemberReceipt {
  channelId: string;
  remoteIds: readonly string[];
  state: 'delivered' | 'read' | 'played';
  atMs: number;
  participant: PersonReference;
}

/** One member of a group has our messages. They show two ticks, or blue ones, when all members have. Steps back change nothing. */
export async function applyMemberReceipt(ctx: Context, receipt: MemberReceipt): Promise<void> {
  const { channelId, remoteIds, state, atMs, participant } = receipt;
  const phone = participant.phone && canonicalPhone(participant.phone);
  if (!participant.lid && !phone) return;
  await write(ctx, async (scope) => {
    const messages = await scope.query<{ id: string; ticket_id: string }>(receivedSql, [
      channelId,
      [...remoteIds],
      participant.lid,
      phone,
      state,
      new Date(atMs).toISOString(),
    ]);
    for (const [ticketId, rows] of Map.groupBy(messages, (row) => row.ticket_id)) {
      await settleInGroup(scope, { ticketId, messageIds: rows.map((row) => row.id) });
    }
  });
}

const receivedSql = `
  with ours as (
    select m.id, m.ticket_id, m.channel_id, m.remote_chat from messages m join tickets t on t.tenant_id = m.tenant_id and t.id = m.ticket_id
    where m.channel_id = $1::uuid and m.remote_id = any($2::text[]) and m.direction = 'out' and m.target_id is null and t.is_group
    for no key update of m
  ), told as (
    insert into message_receipts as r (tenant_id, message_id, member, state, at)
    select app_tenant(), o.id,
           coalesce((select g.member from group_members g where g.channel_id = o.channel_id and g.remote_chat = o.remote_chat
                     and (g.lid = $3 or g.phone = $4) limit 1), $3, $4), $5, $6::timestamptz
    from ours o
    on conflict (tenant_id, message_id, member) do update set state = excluded.state, at = excluded.at
      where array_position(array['delivered', 'read', 'played'], excluded.state) > array_position(array['delivered', 'read', 'played'], r.state)
  )
  select id, ticket_id from ours`;
