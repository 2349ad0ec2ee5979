import type { InboundMessage } from '@tiktickets/wbot/contract';
import { type Context, write } from '../kernel/index.ts';
import { ingestBatch } from '../messages/index.ts';

/** The longest that anybody can share where they are. */
const sharedHours = 8;

/** A person who shares where they are has moved: their line follows. Without one there is a new line. */
export async function moveLocation(
  ctx: Context,
  input: { channelId: string; journalId: string | null; inbound: InboundMessage },
): Promise<void> {
  const { channelId, journalId, inbound } = input;
  const { details, remoteChat, fromMe } = inbound;
  if (details?.kind !== 'location') return;
  const { isMove: _move, ...place } = details;
  const moved = await write(ctx, async (scope) => {
    const rows = await scope.query<{ id: string; ticket_id: string }>(
      `update messages m set details = m.details || $6::jsonb, rev = m.rev + 1
       where m.id = (
         select l.id from messages l join tickets t on t.tenant_id = l.tenant_id and t.id = l.ticket_id
         where t.channel_id = $1::uuid and t.remote_chat = $2 and l.kind = 'location' and l.from_me = $3
           and l.participant is not distinct from $4 and (l.details ->> 'isLive')::bool
           and l.sent_at > now() - make_interval(hours => $5::int)
         order by l.id desc limit 1)
       returning m.id, m.ticket_id`,
      [
        channelId,
        remoteChat,
        fromMe,
        inbound.participant ?? null,
        sharedHours,
        JSON.stringify({ latitude: place.latitude, longitude: place.longitude }),
      ],
    );
    for (const { id, ticket_id } of rows) scope.event({ type: 'ticket', entityId: ticket_id, messageIds: [id] });
    if (rows.length > 0 && journalId)
      await scope.query('update inbound_journal set ingested_at = now() where id = $1::uuid', [journalId]);
    return rows.length > 0;
  });
  if (moved) return;
  const first = { ...inbound, details: place };
  await ingestBatch(ctx, { channelId, messages: [{ journalId, inbound: first, content: null }] });
}
