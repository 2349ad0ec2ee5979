import { type Context, write } from '../kernel/index.ts';

/**
 * The provider knows a number under another spelling (in Brazil: with or without the ninth digit): the conversation and
 * all that waits in it go there from now on, and what comes from there belongs to the same contact.
 */
export async function readdress(
  ctx: Context,
  { ticketId, from, to }: { ticketId: string; from: string; to: { jid: string; lid: string | null } },
): Promise<void> {
  const phone = /^(\d+)@s\.whatsapp\.net$/.exec(to.jid)?.[1] ?? null;
  await write(ctx, async (scope) => {
    const [ticket] = await scope.query<{ contact_id: string }>(
      'update tickets set remote_chat = $3, rev = rev + 1 where id = $1::uuid and remote_chat = $2 returning contact_id',
      [ticketId, from, to.jid],
    );
    if (!ticket) return;
    await scope.query(
      `update messages set remote_chat = $3 where ticket_id = $1::uuid and remote_chat = $2 and state in ('queued', 'sending', 'failed')`,
      [ticketId, from, to.jid],
    );
    await scope.query(
      `insert into contact_identities (tenant_id, kind, value, contact_id)
       select app_tenant(), kind, value, $1::uuid from (values ('phone', $2), ('lid', $3)) as known (kind, value) where value is not null
       on conflict do nothing`,
      [ticket.contact_id, phone, to.lid],
    );
    scope.event({ type: 'ticket', entityId: ticketId });
  });
}
