import { proto } from 'baileys';
import type { World } from '../server/world.ts';
import { jidOf } from '../state/jid.ts';
import type { Account, ChatMessage } from '../state/model.ts';
import { fileMessage, findMessage } from './chat-log.ts';
import { plainMessage, readContent } from './content.ts';
import { fetchFile } from './files.ts';
import { openVote } from './votes.ts';

const { REVOKE, MESSAGE_EDIT } = proto.Message.ProtocolMessage.Type;

/** A readable message on its way into a phone's chats. */
export interface Arrival {
  id: string;
  atMs: number;
  author: Account;
  content: Uint8Array;
  message: proto.IMessage;
  addressing: 'pn' | 'lid' | 'lid-only';
}

/** Phones read votes without knowing under which of two names each side was encrypted. */
function votesOf(
  world: World,
  target: ChatMessage,
  input: { voter: Account; author: Account; message: proto.IMessage },
) {
  const { voter, author, message } = input;
  const secret = target.content ? proto.Message.decode(target.content).messageContextInfo?.messageSecret : null;
  const vote = message.pollUpdateMessage?.vote;
  if (!vote || !secret || !target.poll) return null;
  for (const authorMode of ['pn', 'lid'] as const) {
    for (const voterMode of ['pn', 'lid'] as const) {
      const context = { pollId: target.id, author: jidOf(author, authorMode), voter: jidOf(voter, voterMode), secret };
      const options = openVote(vote, context, target.poll.options);
      if (options) return options;
    }
  }
  world.logger.debug({ id: target.id }, 'phone could not read a vote');
  return null;
}

/** Changes what was filed before; true when the message was such a change. */
function amend(world: World, owner: Account, input: { chat: string; arrival: Arrival }): boolean {
  const { chat, arrival } = input;
  const message = plainMessage(arrival.message);
  const { protocolMessage: change, reactionMessage: reaction, pollUpdateMessage: vote } = message;
  const id = change?.key?.id ?? reaction?.key?.id ?? vote?.pollCreationMessageKey?.id;
  if (!change && !reaction && !vote) return false;
  const target = id ? findMessage(owner, chat, id) : undefined;
  if (!target) return true;
  if (change?.type === REVOKE) {
    target.kind = 'other';
    target.text = '';
    target.isDeleted = true;
    delete target.file;
  } else if (change?.type === MESSAGE_EDIT && change.editedMessage) {
    target.text = readContent(change.editedMessage).text;
    target.isEdited = true;
  }
  if (reaction) target.reactions = { ...target.reactions, [arrival.author.phone]: reaction.text ?? '' };
  if (vote && target.poll) {
    const author = target.fromMe ? owner : (world.accounts.find(target.author ?? chat) ?? owner);
    const options = votesOf(world, target, { voter: arrival.author, author, message });
    if (options) target.poll.votes[arrival.author.phone] = options;
  }
  return true;
}

/** A phone takes a message into a chat. @returns true when it is a new one, false for changes and repetitions */
export function note(world: World, owner: Account, input: { chat: string; arrival: Arrival }): boolean {
  const { chat, arrival } = input;
  if (amend(world, owner, input)) return false;
  const { id, atMs, author, addressing, content, message } = arrival;
  const fromMe = author === owner;
  const shown = readContent(message);
  const keepsContent = fromMe || shown.kind !== 'text';
  const isNew = fileMessage(owner, chat, {
    ...shown,
    id,
    atMs,
    addressing,
    fromMe,
    state: fromMe ? 'sent' : 'delivered',
    ...(keepsContent ? { content } : {}),
    ...(fromMe || author.phone === chat ? {} : { author: author.phone }),
  });
  const filed = isNew ? findMessage(owner, chat, id) : undefined;
  if (filed?.file) fetchFile(world, owner, filed.file);
  return isNew;
}
