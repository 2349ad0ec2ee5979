import { createHash } from 'node:crypto';
import { decryptPollVote, jidNormalizedUser, proto } from 'baileys';
import type { ChannelDriver, JournalEntry } from '../../contract.ts';
import { clampText } from './clamp.ts';
import { unwrap } from './unwrap.ts';

function secretOf(outer: proto.IMessage, inner: proto.IMessage): Uint8Array | null {
  const holders = [inner, outer, outer.deviceSentMessage?.message];
  return holders.map((holder) => holder?.messageContextInfo?.messageSecret).find((secret) => secret?.length) ?? null;
}

function optionsOf(poll: proto.IMessage): string[] {
  const creation =
    poll.pollCreationMessage ?? poll.pollCreationMessageV2 ?? poll.pollCreationMessageV3 ?? poll.pollCreationMessageV5;
  return (creation?.options ?? []).flatMap((option) => option.optionName ?? []);
}

type Poll = Parameters<ChannelDriver['pollVote']>[1];

/** The pairs of names under which the vote may have been encrypted. */
function pairsOf({ authors, voters }: Poll): { pollCreatorJid: string; voterJid: string }[] {
  return authors.flatMap((author) =>
    voters.map((voter) => ({ pollCreatorJid: jidNormalizedUser(author), voterJid: jidNormalizedUser(voter) })),
  );
}

function openVote(entry: JournalEntry, poll: Poll): string[] | null {
  const outer = proto.Message.decode(poll.content);
  const { message } = unwrap(outer);
  const update = unwrap(proto.Message.decode(entry.content)).message.pollUpdateMessage;
  const pollEncKey = secretOf(outer, message);
  const pollMsgId = update?.pollCreationMessageKey?.id;
  if (!update?.vote?.encPayload || !update.vote.encIv || !pollEncKey || !pollMsgId) return null;
  const names = new Map(
    optionsOf(message).map((name) => [createHash('sha256').update(name).digest('hex'), clampText(name, 500) ?? '']),
  );
  for (const pair of pairsOf(poll)) {
    try {
      const { selectedOptions } = decryptPollVote(update.vote, { pollEncKey, pollMsgId, ...pair });
      return (selectedOptions ?? []).flatMap((hash) => names.get(Buffer.from(hash).toString('hex')) ?? []);
    } catch {
      // Encrypted under another pair of names.
    }
  }
  return null;
}

/** See {@link ChannelDriver.pollVote}. Never throws. */
export const readPollVote: ChannelDriver['pollVote'] = (entry, poll) => {
  try {
    return openVote(entry, poll);
  } catch {
    return null;
  }
};
