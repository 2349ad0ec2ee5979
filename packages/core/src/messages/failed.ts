import type { Scope } from '@tiktickets/db';
import { type Context, notFound, type UserActor } from '../kernel/index.ts';
import type { LockedTicket } from '../tickets/repository.ts';
import { lockForSending } from './target.ts';

/** A message of one's own ticket that may have failed, or a change of one. @throws {AppError} `not-found`, `conflict` */
export async function lockFailed(
  ctx: Context,
  scope: Scope,
  { actor, id }: { actor: UserActor; id: string },
): Promise<{ ticket: LockedTicket; targetId: string | null }> {
  const [known] = await scope.query<{ ticket_id: string; target_id: string | null }>(
    'select ticket_id, target_id from messages where id = $1::uuid',
    [id],
  );
  if (!known) throw notFound('message');
  return {
    ticket: await lockForSending(ctx, scope, { actor, ticketId: known.ticket_id }),
    targetId: known.target_id,
  };
}
