import type { Scope } from '@tiktickets/db';
import { type TicketView, type TransferTicketInput, transferTicketInput } from '../contracts/index.ts';
import { type Context, conflict, invalidInput, notFound, requireUser, write } from '../kernel/index.ts';
import { checkRelease } from './release.ts';
import { type LockedTicket, lockTicket, logTicket, ticketView } from './repository.ts';

/**
 * Hands a live ticket on: to a queue, where anybody may accept it, or to an agent, who has it at once.
 * @throws {AppError} `forbidden`, `conflict` when closed or already there, `invalid-input`, `not-found` for ticket and target
 */
export async function transferTicket(ctx: Context, input: TransferTicketInput): Promise<TicketView> {
  const actor = requireUser(ctx, 'ticket:transfer');
  const { id, queueId, userId, note } = transferTicketInput.parse(input);
  return await write(ctx, async (scope) => {
    const ticket = await lockTicket(ctx, scope, id);
    const agentId = userId ?? null;
    checkRelease(actor, ticket, agentId ? 'assign' : 'transfer');
    if (ticket.isGroup && agentId) throw invalidInput('userId', 'a group belongs to a queue, not to an agent');
    const target = await findTarget(scope, { queueId: queueId ?? ticket.queueId, userId: agentId });
    if (target.queueId === ticket.queueId && agentId === ticket.userId)
      throw conflict('the ticket is already there', { state: ticket.state });
    await move(scope, ticket, target);
    await logTicket(ctx, scope, {
      ticketId: id,
      type: 'transferred',
      attendanceNumber: ticket.attendanceNumber,
      details: { target: target.agentName ?? target.queueName, note: note || null },
    });
    scope.event({ type: 'ticket', entityId: id });
    // Who hands it on sees the result even if it is now out of their sight.
    return await ticketView({ ...ctx, actor: { kind: 'system', name: 'transfer-ticket' } }, scope, id);
  });
}

interface Target {
  queueId: string | null;
  queueName: string | null;
  userId: string | null;
  agentName: string | null;
}

async function findTarget(scope: Scope, wanted: { queueId: string | null; userId: string | null }): Promise<Target> {
  const [row] = await scope.query<{ queue_name: string | null; agent_name: string | null }>(
    `select (select name from queues where id = $1::uuid) as queue_name,
            (select name from users where id = $2::uuid and active) as agent_name`,
    [wanted.queueId, wanted.userId],
  );
  if (wanted.queueId && !row?.queue_name) throw notFound('queue');
  if (wanted.userId && !row?.agent_name) throw notFound('user');
  return { ...wanted, queueName: row?.queue_name ?? null, agentName: row?.agent_name ?? null };
}

async function move(scope: Scope, ticket: LockedTicket, { queueId, userId }: Target): Promise<void> {
  await Promise.all([
    scope.query(
      `update tickets set queue_id = $2::uuid, user_id = $3::uuid, rev = rev + 1,
              state = case when is_group then state when $3::uuid is null then 'pending' else 'open' end,
              accepted_at = case when $3::uuid is null then null else now() end
       where id = $1::uuid`,
      [ticket.id, queueId, userId],
    ),
    scope.query(
      `update attendances set queue_id = $2::uuid, user_id = $3::uuid,
              queued_at = case when $2::uuid is null then queued_at else coalesce(queued_at, now()) end,
              accepted_at = case when $3::uuid is null then accepted_at else coalesce(accepted_at, now()) end
       where id = $1::uuid`,
      [ticket.attendanceId, queueId, userId],
    ),
  ]);
}
