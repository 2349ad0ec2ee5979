import { type Fence, fenceParameters, heldSql, liveFenceSql, requireHeld } from '../channels/fence.ts';
import { coldSql } from '../channels/note-signal.ts';
import { type Context, write } from '../kernel/index.ts';
import { ackTimeoutMs, rateJitter } from './rules.ts';

export interface ClaimedMessage {
  id: string;
  ticketId: string;
  /** Reserved when the row was made, the same in every try: the customer's phone drops what it already has. */
  remoteId: string;
  remoteChat: string;
  kind: string;
  body: string | null;
  /** Its text is all there is to send: no file, and it answers no message. */
  isPlain: boolean;
  /** To a person who never wrote to us. */
  isCold: boolean;
  /** This try included. */
  attempts: number;
}

export interface Claim {
  message: ClaimedMessage | null;
  /** When nothing could be claimed: in how many milliseconds something may be. Null: nothing is open. */
  waitMs: number | null;
}

interface ClaimRow {
  held: number;
  wait_ms: number | null;
  id: string | null;
  ticket_id: string;
  remote_id: string;
  remote_chat: string;
  kind: string;
  body: string | null;
  is_plain: boolean;
  is_cold: boolean;
  target_id: string | null;
  attempts: number;
  fresh: boolean;
}

/**
 * Takes the next message of a channel in one statement: fence, head of each conversation, rate token, `sending`.
 *
 * The rule of `sending`. A claim sets `next_at` to when the server's acknowledgement is overdue. The owner writes one
 * message at a time, so at its next claim a `sending` row with `next_at` ahead has been written on this connection: it
 * holds nobody up, since the connection keeps order. With `next_at` past (overdue, or reset by `resumeLane` after a new
 * connection or a takeover) it goes again under its own id, before anything younger of its priority, and its
 * conversation waits for it. A `queued` row always holds up what follows it in its conversation, never another one.
 *
 * The rate budget is a GCRA: `tat` may run ahead of now by the burst. The token is taken only with a row, and its price
 * varies, since a machine's rhythm is what providers look for.
 *
 * While the number is restricted, messages to people who never wrote to us are passed over; they go on at its end.
 * @throws {Fenced}
 */
export async function claimNext(
  ctx: Context,
  { channelId, fence, random = Math.random() }: { channelId: string; fence: Fence; random?: number },
): Promise<Claim> {
  return write(ctx, async (scope) => {
    const row = requireHeld(
      await scope.query<ClaimRow>(claimSql, [
        ...fenceParameters(fence),
        ctx.tenantId,
        channelId,
        ackTimeoutMs,
        rateJitter(random),
      ]),
    );
    if (row.id === null)
      return { message: null, waitMs: row.wait_ms === null ? null : Math.ceil(Math.max(0, row.wait_ms)) };
    if (row.fresh) scope.event({ type: 'ticket', entityId: row.ticket_id, messageIds: [row.target_id ?? row.id] });
    const { id, kind, body, attempts } = row;
    const names = { ticketId: row.ticket_id, remoteId: row.remote_id, remoteChat: row.remote_chat };
    return {
      message: { id, ...names, kind, body, isPlain: row.is_plain, isCold: row.is_cold, attempts },
      waitMs: null,
    };
  });
}

const claimSql = `
with ${liveFenceSql},
budget as (select rate_ms, burst_ms, tat from channels where tenant_id = $4 and id = $5),
restricted as (select restricted_until as until from channels where tenant_id = $4 and id = $5 and restricted_until > now()),
head as (
  select m.id, m.state from messages m
  where m.tenant_id = $4 and m.channel_id = $5 and m.state in ('queued', 'sending') and exists (select from fence)
    and (m.next_at is null or m.next_at <= now())
    and (not exists (select from restricted) or not ${coldSql})
    and not exists (
      select from messages p
      where p.tenant_id = m.tenant_id and p.ticket_id = m.ticket_id and p.seq < m.seq and p.state in ('queued', 'sending')
        and (p.state = 'queued' or p.next_at is null or p.next_at <= now())
    )
  order by m.priority, m.id limit 1
),
token as (
  update channels set tat = greatest(tat, now()) + rate_ms * $7::float8 * interval '1 millisecond'
  where tenant_id = $4 and id = $5 and rate_ms > 0 and tat <= now() + burst_ms * interval '1 millisecond'
    and exists (select from head)
  returning 1
),
claimed as (
  update messages m set
    state = 'sending', attempts = m.attempts + 1, epoch = $3, next_at = now() + $6::int * interval '1 millisecond',
    rev = m.rev + (head.state = 'queued')::int, state_at = case when head.state = 'queued' then now() else m.state_at end
  from head
  where m.tenant_id = $4 and m.id = head.id and m.state in ('queued', 'sending')
    and (exists (select from token) or (select rate_ms = 0 from budget))
  returning m.id, m.ticket_id, m.remote_id, m.remote_chat, m.kind, m.body, m.kind = 'text' and m.quoted is null and m.mentions is null and not m.is_forwarded as is_plain,
    m.attempts, m.target_id, head.state = 'queued' as fresh, ${coldSql} as is_cold
),
shown as (
  update tickets t set last_state = 'sending', rev = t.rev + 1 from claimed c
  where t.tenant_id = $4 and t.id = c.ticket_id and t.last_message_id = c.id and c.fresh
),
changed as (
  update messages t set rev = t.rev + 1 from claimed c where t.tenant_id = $4 and t.id = c.target_id and c.fresh
)
select ${heldSql},
  case when exists (select from head)
    then (select extract(epoch from tat - burst_ms * interval '1 millisecond' - now()) * 1000 from budget)::float8
    else (select extract(epoch from least(
            min(next_at) filter (where next_at > now()),
            (select until from restricted where bool_or(state = 'queued'))) - now()) * 1000
          from messages where tenant_id = $4 and channel_id = $5 and state in ('queued', 'sending'))::float8
  end as wait_ms, c.*
from (select) as one left join claimed c on true`;
