import type { z } from 'zod';
import { contactIdInput } from '../contracts/index.ts';
import { type Context, notFound, requireUser, write } from '../kernel/index.ts';
import { viewerParameters, visibleSql } from '../tickets/visibility.ts';

async function setBlocked(ctx: Context, input: z.infer<typeof contactIdInput>, isBlocked: boolean): Promise<void> {
  requireUser(ctx, 'contact:block');
  const { id } = contactIdInput.parse(input);
  await write(ctx, async (scope) => {
    const tickets = await scope.query<{ id: string; channel_id: string }>(
      `update tickets t set rev = t.rev + 1 where t.contact_id = $5::uuid and not t.is_group and ${visibleSql} returning t.id, t.channel_id`,
      [...viewerParameters(ctx), id],
    );
    if (tickets.length === 0) throw notFound('contact');
    await scope.query(
      `insert into contact_blocks (tenant_id, channel_id, contact_id, wanted, actual)
       select app_tenant(), channel_id, $1::uuid, $2, false from unnest($3::uuid[]) as c (channel_id)
       on conflict (tenant_id, contact_id, channel_id) do update set wanted = excluded.wanted, changed_at = now()`,
      [id, isBlocked, tickets.map((ticket) => ticket.channel_id)],
    );
    scope.audit({ action: isBlocked ? 'contact.blocked' : 'contact.unblocked', entityId: id });
    for (const ticket of tickets) {
      scope.event({ type: 'ticket', entityId: ticket.id });
      scope.wake('lane', `${ctx.tenantId}:${ticket.channel_id}`);
    }
  });
}

/** The numbers that talk with this person block them. @throws {AppError} `forbidden`, `not-found` */
export const blockContact = (ctx: Context, input: z.infer<typeof contactIdInput>): Promise<void> =>
  setBlocked(ctx, input, true);

/** The person may write again. @throws {AppError} `forbidden`, `not-found` */
export const unblockContact = (ctx: Context, input: z.infer<typeof contactIdInput>): Promise<void> =>
  setBlocked(ctx, input, false);
