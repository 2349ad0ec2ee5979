import { type Context, read, write } from '../kernel/index.ts';
import { lockTicket } from '../tickets/repository.ts';
import { enqueue } from './enqueue.ts';

export interface RingingCall {
  callId: string;
  /** JID to decline it at. */
  from: string;
}

/** An older call rings no more, and an answer to it would surprise. */
const freshMs = 120_000;
/** Who rings again and again is told once. */
const quietMs = 600_000;

const instant = (ms: number): string => new Date(ms).toISOString();

/** Ids of messages begin with their time, so that recent ones are a range of the primary key. */
function lowestId(ms: number): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`;
}

/**
 * What is due for calls of the last minutes on a channel that declines calls: its text goes into the outbox, once per
 * call and caller however often this runs. @returns the calls to decline, answered before or not
 */
export async function answerCalls(ctx: Context, { channelId }: { channelId: string }): Promise<RingingCall[]> {
  const nowMs = ctx.kernel.clock.now();
  const calls = await read(ctx, (scope) =>
    scope.query<{ ticketId: string; callId: string; from: string; text: string | null; isAnswered: boolean }>(
      `select m.ticket_id as "ticketId", m.details ->> 'callId' as "callId", m.remote_chat as "from", c.call_text as text,
         exists (select from messages a where a.tenant_id = m.tenant_id and a.ticket_id = m.ticket_id
                   and a.client_id like 'call:%' and a.created_at >= $4::timestamptz) as "isAnswered"
       from messages m join channels c on c.tenant_id = m.tenant_id and c.id = m.channel_id and c.call_policy = 'reject'
       where m.channel_id = $1::uuid and m.kind = 'call' and m.direction = 'in' and m.created_at >= $2::timestamptz
         and m.id >= $3::uuid and m.details ->> 'outcome' = 'offered'
       order by m.id limit 20`,
      [channelId, instant(nowMs - freshMs), lowestId(nowMs - freshMs), instant(nowMs - quietMs)],
    ),
  );
  for (const { ticketId, callId, text, isAnswered } of calls) {
    if (isAnswered || text === null) continue;
    await write(ctx, async (scope) => {
      const ticket = await lockTicket(ctx, scope, ticketId);
      const clientId = `call:${callId}`;
      const known = await scope.query('select from messages where ticket_id = $1::uuid and client_id = $2', [
        ticketId,
        clientId,
      ]);
      if (known.length > 0) return;
      await enqueue(ctx, scope, { ticket, message: { kind: 'text', body: text, clientId, userId: null } });
    });
  }
  return calls.map(({ callId, from }) => ({ callId, from }));
}
