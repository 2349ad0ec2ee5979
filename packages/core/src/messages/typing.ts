import type { z } from 'zod';
import { canonicalPhone } from '../contacts/index.ts';
import { typingInput } from '../contracts/index.ts';
import { type Context, notFound, read, requireUser } from '../kernel/index.ts';
import { viewerParameters, visibleSql } from '../tickets/visibility.ts';

/** Tells the customer that the agent is typing. Best effort; only from whoever has the ticket. @throws {AppError} `not-found` */
export async function setTyping(ctx: Context, input: z.infer<typeof typingInput>): Promise<void> {
  const actor = requireUser(ctx, 'message:send');
  const { ticketId, active } = typingInput.parse(input);
  const [ticket] = await read(ctx, (scope) =>
    scope.query<{ channel_id: string; remote_chat: string; user_id: string | null }>(
      `select t.channel_id, t.remote_chat, t.user_id from tickets t where t.id = $5::uuid and ${visibleSql}`,
      [...viewerParameters(ctx), ticketId],
    ),
  );
  if (!ticket) throw notFound('ticket');
  if (ticket.user_id !== actor.userId) return;
  const command = {
    type: 'typing',
    tenantId: ctx.tenantId,
    channelId: ticket.channel_id,
    to: ticket.remote_chat,
    active,
  };
  ctx.kernel.bus.publish('session', JSON.stringify(command));
}

/** The customer is typing, or stopped. Not logged: it goes to whoever looks right now. */
export async function contactTyping(
  ctx: Context,
  input: { channelId: string; phone: string | null; lid: string | null; active: boolean },
): Promise<void> {
  const [ticket] = await read(ctx, (scope) =>
    scope.query<{ id: string }>(
      `select t.id from contact_identities i join tickets t on t.tenant_id = i.tenant_id and t.contact_id = i.contact_id
       where (i.kind, i.value) in (('lid', $2), ('phone', $3)) and t.channel_id = $1::uuid limit 1`,
      [input.channelId, input.lid, input.phone && canonicalPhone(input.phone)],
    ),
  );
  if (!ticket) return;
  const typing = { type: 'contact-typing', tenantId: ctx.tenantId, ticketId: ticket.id, active: input.active };
  ctx.kernel.bus.publish('ephemeral', JSON.stringify(typing));
}
