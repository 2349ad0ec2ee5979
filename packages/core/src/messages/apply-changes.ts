import type { Scope } from '@tiktickets/db';
import { applyEffects } from './ingest-effects.ts';

/** An outgoing reaction, edit or deletion that the provider's server has taken. */
export interface AcknowledgedChange {
  target_id: string | null;
  kind: string;
  body: string | null;
  sent_at: string;
  was_accepted: boolean;
}

interface Target {
  id: string;
  ticket_id: string;
  remote_id: string;
  from_me: boolean;
}

const isEffect = (kind: string): kind is 'reaction' | 'edit' | 'delete' =>
  kind === 'reaction' || kind === 'edit' || kind === 'delete';

/** What we changed takes hold the way that a customer's change does: newest wins, from its author alone, history kept. */
export async function applyChanges(
  scope: Scope,
  channelId: string,
  changes: readonly AcknowledgedChange[],
): Promise<void> {
  const targets = await scope.query<Target>(
    'select id, ticket_id, remote_id, from_me from messages where id = any($1::uuid[])',
    [changes.flatMap((change) => change.target_id ?? [])],
  );
  const byId = new Map(targets.map((target) => [target.id, target]));
  const effects = changes.flatMap((change) => {
    const target = byId.get(change.target_id ?? '');
    if (!target || !isEffect(change.kind)) return [];
    return {
      kind: change.kind,
      ticketId: target.ticket_id,
      targetRemoteId: target.remote_id,
      fromMe: true,
      author: 'me',
      authorContactId: null,
      text: change.body ?? '',
      at: new Date(change.sent_at).toISOString(),
    };
  });
  await Promise.all(applyEffects(scope, { channelId, effects }));
}
