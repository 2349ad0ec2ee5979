import type { InboundMessage } from '@tiktickets/wbot/contract';
import { type Context, write } from '../kernel/index.ts';
import { ingestBatch } from '../messages/index.ts';

type Outcome = Extract<NonNullable<InboundMessage['details']>, { kind: 'call' }>['outcome'];

/** How a ringing call went on: a caller who hangs up before anybody answers was missed. */
export const shownOutcome = (outcome: Outcome): Outcome => (outcome === 'ended' ? 'missed' : outcome);

/** What became of a call stands in the one line that it has; what came first counts. */
export async function recordCallEnd(
  ctx: Context,
  input: { channelId: string; journalId: string | null; inbound: InboundMessage },
): Promise<void> {
  const { channelId, journalId, inbound } = input;
  const { details, targetRemoteId } = inbound;
  if (details?.kind !== 'call' || !targetRemoteId) return;
  const outcome = shownOutcome(details.outcome);
  // Of a call that began while we were away only its end may come.
  const call = { ...inbound, remoteId: targetRemoteId, targetRemoteId: null, details: { ...details, outcome } };
  await ingestBatch(ctx, { channelId, messages: [{ journalId: null, inbound: call, content: null }] });
  await write(ctx, async (scope) => {
    const changed = await scope.query<{ id: string; ticket_id: string }>(
      `update messages set details = jsonb_set(details, '{outcome}', to_jsonb($3::text)), rev = rev + 1
       where channel_id = $1::uuid and remote_id = $2 and kind = 'call' and details ->> 'outcome' = 'offered' returning id, ticket_id`,
      [channelId, targetRemoteId, outcome],
    );
    for (const { id, ticket_id } of changed) scope.event({ type: 'ticket', entityId: ticket_id, messageIds: [id] });
    if (journalId) await scope.query('update inbound_journal set ingested_at = now() where id = $1::uuid', [journalId]);
  });
}
