import type { ChannelDriver, InboundMessage, JournalEntry } from '@tiktickets/wbot/contract';
import { type Context, read, type WriteScope, write } from '../kernel/index.ts';
import { providerContent } from '../messages/index.ts';
import { believableTime } from '../messages/rules.ts';

/** A vote in a poll as it was journaled. Only with the poll at hand can it be read. */
export interface Vote {
  journalId: string | null;
  entry: JournalEntry;
  inbound: InboundMessage;
}
type ReadVote = ChannelDriver['pollVote'];

interface SealedVote {
  entry: Omit<JournalEntry, 'content'> & { content: string };
  inbound: InboundMessage;
}

const jidsOf = (person: { phone: string | null; lid: string | null }): string[] => [
  ...(person.lid ? [`${person.lid}@lid`] : []),
  ...(person.phone ? [`${person.phone}@s.whatsapp.net`] : []),
];

const voterOf = ({ fromMe, person }: InboundMessage): string => (fromMe ? 'me' : (person.lid ?? person.phone ?? ''));

async function ownJids(ctx: Context, channelId: string): Promise<string[]> {
  const [own] = await read(ctx, (scope) =>
    scope.query<{ phone: string | null; lid: string | null }>('select phone, lid from channels where id = $1::uuid', [
      channelId,
    ]),
  );
  return own ? jidsOf(own) : [];
}

/**
 * Counts a vote, the last word of its voter; an empty one takes it back. One that comes before its poll waits for it.
 * The same vote again changes nothing.
 */
export async function recordVote(
  ctx: Context,
  input: { channelId: string; vote: Vote; readVote: ReadVote },
): Promise<void> {
  const { channelId, vote, readVote } = input;
  const { entry, inbound, journalId } = vote;
  const pollId = inbound.targetRemoteId ?? '';
  const content = await providerContent(ctx, { channelId, remoteId: pollId });
  const people = [...jidsOf(inbound.person), ...(await ownJids(ctx, channelId))];
  const options = content && readVote(entry, { content, authors: people, voters: people });
  const sealed = content ? null : sealedOf(vote);
  await write(ctx, async (scope) => {
    if (options || sealed)
      await keep(scope, { channelId, pollId, inbound, options, sealed, nowMs: ctx.kernel.clock.now() });
    if (journalId) await scope.query('update inbound_journal set ingested_at = now() where id = $1::uuid', [journalId]);
  });
}

const sealedOf = ({ entry, inbound }: Vote): SealedVote => ({
  entry: { ...entry, content: Buffer.from(entry.content).toString('base64') },
  inbound,
});

interface Kept {
  channelId: string;
  pollId: string;
  inbound: InboundMessage;
  options: string[] | null;
  sealed: SealedVote | null;
  nowMs: number;
}

async function keep(scope: WriteScope, kept: Kept): Promise<void> {
  const { channelId, pollId, inbound, options, sealed, nowMs } = kept;
  await scope.query(
    `insert into poll_votes (tenant_id, channel_id, poll_remote_id, voter, options, sealed, voted_at)
     values (app_tenant(), $1, $2, $3, $4::jsonb, $5::jsonb, $6::timestamptz)
     on conflict (tenant_id, channel_id, poll_remote_id, voter) do update
       set options = excluded.options, sealed = excluded.sealed, voted_at = excluded.voted_at
       where poll_votes.voted_at <= excluded.voted_at`,
    [
      channelId,
      pollId,
      voterOf(inbound),
      options && JSON.stringify(options),
      sealed && JSON.stringify(sealed).replaceAll('\\u0000', ''),
      new Date(believableTime(inbound.sentAtMs, nowMs)).toISOString(),
    ],
  );
  const changed = await scope.query<{ id: string; ticket_id: string }>(
    `update messages set rev = rev + 1 where channel_id = $1::uuid and remote_id = $2 and kind = 'poll' returning id, ticket_id`,
    [channelId, pollId],
  );
  for (const { id, ticket_id } of changed) scope.event({ type: 'ticket', entityId: ticket_id, messageIds: [id] });
}

/** Reads the votes that came before these polls. */
export async function openVotes(
  ctx: Context,
  input: { channelId: string; pollIds: readonly string[]; readVote: ReadVote },
): Promise<void> {
  const { channelId, pollIds, readVote } = input;
  if (pollIds.length === 0) return;
  const rows = await read(ctx, (scope) =>
    scope.query<{ sealed: SealedVote | string }>(
      'select sealed from poll_votes where channel_id = $1::uuid and poll_remote_id = any($2::text[]) and sealed is not null',
      [channelId, [...pollIds]],
    ),
  );
  for (const { sealed } of rows) {
    const { entry, inbound }: SealedVote = typeof sealed === 'string' ? JSON.parse(sealed) : sealed;
    const opened = { ...entry, content: Buffer.from(entry.content, 'base64') };
    await recordVote(ctx, { channelId, vote: { journalId: null, entry: opened, inbound }, readVote });
  }
}
