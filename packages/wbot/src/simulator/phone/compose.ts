import { randomBytes } from 'node:crypto';
import { proto } from 'baileys';
import { ControlError } from '../control/error.ts';
import type { FileKind, NewMessage } from '../control/types.ts';
import type { World } from '../server/world.ts';
import { jidOf } from '../state/jid.ts';
import type { Account, ChatMessage } from '../state/model.ts';
import { findMessage } from './chat-log.ts';
import { writeFile } from './files.ts';
import { sealVote } from './votes.ts';

/** Where a message is written: by whom, into which chat of theirs, and how people are named there. */
export interface Writing {
  from: Account;
  /** Phone of the other side, or group. */
  chat: string;
  /** Address of the chat. */
  chatJid: string;
  mode: 'pn' | 'lid';
}

const fileKinds = new Set<string>(['image', 'video', 'gif', 'audio', 'voice', 'document', 'sticker']);

function isFileKind(kind: string): kind is FileKind {
  return fileKinds.has(kind);
}

const { Type } = proto.Message.ProtocolMessage;

function authorOf(world: World, writing: Writing, message: ChatMessage): Account {
  const author = message.fromMe ? writing.from : world.accounts.find(message.author ?? writing.chat);
  return author ?? writing.from;
}

function requireTarget(writing: Writing, id: string | undefined, field: 'target' | 'quotes'): ChatMessage {
  const target = id ? findMessage(writing.from, writing.chat, id) : undefined;
  if (!target) throw new ControlError(404, field, 'no such message in this chat');
  return target;
}

function keyOf(world: World, writing: Writing, target: ChatMessage): proto.IMessageKey {
  const isGroup = writing.chatJid.endsWith('@g.us');
  const participant = isGroup ? jidOf(authorOf(world, writing, target), writing.mode) : null;
  return { remoteJid: writing.chatJid, id: target.id, fromMe: target.fromMe, participant };
}

function vote(world: World, writing: Writing, message: NewMessage): proto.IMessage {
  const target = requireTarget(writing, message.target, 'target');
  const secret = target.content ? proto.Message.decode(target.content).messageContextInfo?.messageSecret : null;
  if (!target.poll || !secret) throw new ControlError(400, 'target', 'not a poll');
  const author = jidOf(authorOf(world, writing, target), writing.mode);
  const context = { pollId: target.id, author, voter: jidOf(writing.from, writing.mode), secret };
  return {
    pollUpdateMessage: {
      pollCreationMessageKey: keyOf(world, writing, target),
      vote: sealVote(context, message.options ?? []),
      senderTimestampMs: Date.now(),
    },
  };
}

function vcard({ name, phones }: { name: string; phones: string[] }): string {
  const numbers = phones.map((phone) => `TEL;type=CELL;waid=${phone.replace(/\D/g, '')}:${phone}`);
  return ['BEGIN:VCARD', 'VERSION:3.0', `N:;${name};;;`, `FN:${name}`, ...numbers, 'END:VCARD'].join('\n');
}

function contacts({ contacts: cards = [], text = '' }: NewMessage): proto.IMessage {
  const made = cards.map((card) => ({ displayName: card.name, vcard: vcard(card) }));
  const [only] = made;
  return made.length === 1 && only
    ? { contactMessage: only }
    : { contactsArrayMessage: { displayName: text || `${made.length} contatos`, contacts: made } };
}

function poll({ text = '', options = ['Sim', 'Não'], selectableCount = 1 }: NewMessage): proto.IMessage {
  const creation = {
    name: text,
    options: options.map((optionName) => ({ optionName })),
    selectableOptionsCount: selectableCount,
  };
  const messageContextInfo = { messageSecret: randomBytes(32) };
  return selectableCount === 1
    ? { pollCreationMessageV3: creation, messageContextInfo }
    : { pollCreationMessage: creation, messageContextInfo };
}

function offer(
  kind: 'buttons' | 'list' | 'template',
  { text = '', options = ['Sim', 'Não'] }: NewMessage,
): proto.IMessage {
  if (kind === 'buttons') {
    const buttons = options.map((displayText, index) => ({
      buttonId: `b${index}`,
      buttonText: { displayText },
      type: 1,
    }));
    return { buttonsMessage: { contentText: text, buttons, headerType: 1 } };
  }
  if (kind === 'list') {
    const rows = options.map((title, index) => ({ title, rowId: `r${index}` }));
    return { listMessage: { title: text, description: text, buttonText: 'Ver', listType: 1, sections: [{ rows }] } };
  }
  const hydratedButtons = options.map((displayText, index) => ({
    index,
    quickReplyButton: { displayText, id: `t${index}` },
  }));
  return { templateMessage: { hydratedTemplate: { hydratedContentText: text, hydratedButtons } } };
}

function change(world: World, writing: Writing, message: NewMessage): proto.IMessage {
  const key = keyOf(world, writing, requireTarget(writing, message.target, 'target'));
  if (message.kind === 'reaction') {
    return { reactionMessage: { key, text: message.emoji ?? '👍', senderTimestampMs: Date.now() } };
  }
  if (message.kind === 'delete') return { protocolMessage: { key, type: Type.REVOKE } };
  const editedMessage = { conversation: message.text ?? '' };
  return { protocolMessage: { key, type: Type.MESSAGE_EDIT, editedMessage, timestampMs: Date.now() } };
}

async function body(world: World, writing: Writing, message: NewMessage): Promise<proto.IMessage> {
  const { kind = 'text', text = '' } = message;
  if (isFileKind(kind)) return await writeFile(world, kind, { file: message.file, caption: text, isViewOnce: false });
  switch (kind) {
    case 'view-once':
    case 'view-once-unavailable': {
      const inner = await writeFile(world, 'image', { file: message.file, caption: text, isViewOnce: true });
      return { viewOnceMessageV2: { message: inner } };
    }
    case 'location':
      return {
        locationMessage: {
          degreesLatitude: message.latitude ?? -23.5505,
          degreesLongitude: message.longitude ?? -46.6333,
          name: text || null,
        },
      };
    case 'live-location':
      return {
        liveLocationMessage: {
          degreesLatitude: message.latitude ?? -23.5505,
          degreesLongitude: message.longitude ?? -46.6333,
          caption: text || null,
          sequenceNumber: message.sequence ?? 1,
        },
      };
    case 'link': {
      const matchedText = /https?:\S+/.exec(text)?.[0] ?? null;
      return { extendedTextMessage: { text, matchedText, title: 'Oferta', description: 'Só hoje' } };
    }
    case 'contact':
      return contacts(message);
    case 'poll':
      return poll(message);
    case 'vote':
      return vote(world, writing, message);
    case 'reaction':
    case 'edit':
    case 'delete':
      return change(world, writing, message);
    case 'buttons':
    case 'list':
    case 'template':
      return offer(kind, message);
    case 'album':
      return { albumMessage: { expectedImageCount: 2, expectedVideoCount: 0 } };
    case 'unknown':
      return { orderMessage: { orderId: '1', itemCount: 1, message: text } };
    default:
      return { conversation: text };
  }
}

function contextOf(world: World, writing: Writing, message: NewMessage): proto.IContextInfo | null {
  const { quotes, isForwarded, isEphemeral, mentions = [] } = message;
  if (!quotes && !isForwarded && !isEphemeral && mentions.length === 0) return null;
  const quoted = quotes ? requireTarget(writing, quotes, 'quotes') : null;
  const content = quoted?.content ? proto.Message.decode(quoted.content) : { conversation: quoted?.text ?? '' };
  return {
    ...(quoted ? { stanzaId: quoted.id, quotedMessage: content } : {}),
    ...(quoted ? { participant: jidOf(authorOf(world, writing, quoted), writing.mode) } : {}),
    ...(isForwarded ? { isForwarded, forwardingScore: 1 } : {}),
    ...(isEphemeral ? { expiration: 86_400 } : {}),
    mentionedJid: mentions.flatMap((phone) => {
      const account = world.accounts.find(phone);
      return account ? [jidOf(account, writing.mode)] : [];
    }),
  };
}

/** Gives the part that is the message its context; a bare text becomes one that can have it. */
function withContext(message: proto.IMessage, contextInfo: proto.IContextInfo): proto.IMessage {
  const { conversation, ...rest } = message;
  if (conversation !== null && conversation !== undefined) {
    return { ...rest, extendedTextMessage: { text: conversation, contextInfo } };
  }
  const wrapped = message.documentWithCaptionMessage?.message;
  if (wrapped) return { documentWithCaptionMessage: { message: withContext(wrapped, contextInfo) } };
  const parts = Object.entries(message).map(([name, part]) => [
    name,
    typeof part === 'object' && name !== 'messageContextInfo' ? { ...part, contextInfo } : part,
  ]);
  return Object.fromEntries(parts);
}

/** Says of a picture to which album it belongs. */
function inAlbum(writing: Writing, { album }: NewMessage, content: proto.IMessage): proto.IMessage {
  if (!album) return content;
  const parentMessageKey = { remoteJid: writing.chatJid, id: album, fromMe: true };
  return { ...content, messageContextInfo: { messageAssociation: { associationType: 1, parentMessageKey } } };
}

/** What a phone writes. @throws {ControlError} when it refers to a message that is not there */
export async function composeContent(world: World, writing: Writing, message: NewMessage): Promise<proto.IMessage> {
  const context = contextOf(world, writing, message);
  const plain = inAlbum(writing, message, await body(world, writing, message));
  const whole = context ? withContext(plain, context) : plain;
  return message.isEphemeral ? { ephemeralMessage: { message: whole } } : whole;
}
