import type { HistoryBatch, HistoryMessage } from '@tiktickets/wbot/contract';
import { type Context, read } from '../kernel/index.ts';
import { ingestBatch } from '../messages/index.ts';
import { learnNames } from './learn-names.ts';

/** Of one conversation, over all parts: the newest, because parts go back in time. */
export const historyMessagesPerChat = 1_000;

/**
 * Places some of the phone's past: tickets stay closed, nothing is unread, no attendance begins. What is there already,
 * live or from the past, stays as it is; a placeholder of a message that nobody could read gets its content.
 * @returns how many messages were new
 */
export async function ingestHistory(ctx: Context, input: { channelId: string; batch: HistoryBatch }): Promise<number> {
  const { channelId, batch } = input;
  const said = batch.messages.filter(({ inbound }) => inbound.details?.kind !== 'poll-vote');
  const wanted = await withinLimit(ctx, channelId, said);
  const messages = wanted.map(({ inbound, content, state }) => ({ journalId: null, inbound, content, state }));
  const stored = messages.length > 0 ? await ingestBatch(ctx, { channelId, messages, isHistory: true }) : 0;
  await learnNames(ctx, batch.people);
  return stored;
}

/** Drops the oldest of what would be too much for a conversation. */
async function withinLimit(
  ctx: Context,
  channelId: string,
  messages: readonly HistoryMessage[],
): Promise<readonly HistoryMessage[]> {
  const people = messages.map(({ inbound }) => inbound.person);
  if (people.length === 0) return messages;
  const [row] = await read(ctx, (scope) =>
    scope.query<{ n: number }>(
      `select coalesce(max(n), 0)::int as n from (
         select count(*) as n from messages where is_history and ticket_id in (
           select t.id from contact_identities i join tickets t on t.tenant_id = i.tenant_id and t.contact_id = i.contact_id
           where t.channel_id = $1::uuid
             and ((i.kind = 'lid' and i.value = any($2::text[])) or (i.kind = 'phone' and i.value = any($3::text[])))
         ) group by ticket_id
       ) counted`,
      [channelId, people.flatMap(({ lid }) => lid ?? []), people.flatMap(({ phone }) => phone ?? [])],
    ),
  );
  return messages.slice(Math.max(0, messages.length - Math.max(0, historyMessagesPerChat - (row?.n ?? 0))));
}
