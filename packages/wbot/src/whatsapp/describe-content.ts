import { proto } from 'baileys';
import type { InboundKind, InboundMessage } from '../contract.ts';

type Described = Pick<InboundMessage, 'kind' | 'rawKind' | 'body' | 'targetRemoteId'>;

const { Type: ProtocolType } = proto.Message.ProtocolMessage;

/** Parts that only serve the devices. */
const silentParts = new Set([
  'messageContextInfo',
  'senderKeyDistributionMessage',
  'fastRatchetKeySenderKeyDistributionMessage',
  'deviceSentMessage',
  'keepInChatMessage',
  'encReactionMessage',
  'stickerSyncRmrMessage',
  'protocolMessage',
]);

function known(kind: InboundKind, body: string | null | undefined): Described {
  return { kind, rawKind: null, body: body ?? null };
}

/** The same, pointing at the message it changes. */
function about(target: proto.IMessageKey | null | undefined, described: Described): Described {
  return { ...described, targetRemoteId: target?.id ?? null };
}

function describeProtocol(message: proto.Message.IProtocolMessage): Described | null {
  if (message.type === ProtocolType.REVOKE) return about(message.key, known('delete', null));
  if (message.type !== ProtocolType.MESSAGE_EDIT) return null;
  const edited = message.editedMessage;
  const text = edited?.conversation ?? edited?.extendedTextMessage?.text ?? edited?.imageMessage?.caption;
  return about(message.key, known('edit', text));
}

function describeMedia(message: proto.IMessage): Described | null {
  if (message.imageMessage) return known('image', message.imageMessage.caption);
  const video = message.videoMessage ?? message.ptvMessage;
  if (video) return known('video', video.caption);
  if (message.audioMessage) return known(message.audioMessage.ptt ? 'voice' : 'audio', null);
  if (message.documentMessage)
    return known('document', message.documentMessage.caption ?? message.documentMessage.fileName);
  if (message.stickerMessage ?? message.lottieStickerMessage) return known('sticker', null);
  return null;
}

function describeStructured(message: proto.IMessage): Described | null {
  if (message.contactMessage) return known('contact', message.contactMessage.displayName);
  if (message.contactsArrayMessage) return known('contact', message.contactsArrayMessage.displayName);
  const place = message.locationMessage ?? message.liveLocationMessage;
  if (place) return known('location', message.locationMessage?.name ?? message.locationMessage?.address);
  const poll = message.pollCreationMessage ?? message.pollCreationMessageV2 ?? message.pollCreationMessageV3;
  if (poll) return known('poll', poll.name);
  const reaction = message.reactionMessage;
  if (reaction) return about(reaction.key, known('reaction', reaction.text));
  const chosen =
    message.buttonsResponseMessage?.selectedDisplayText ??
    message.listResponseMessage?.title ??
    message.templateButtonReplyMessage?.selectedDisplayText;
  return chosen ? known('text', chosen) : null;
}

/** Names a message's kind and its text. Null when it has nothing for a person. */
export function describeContent(message: proto.IMessage): Described | null {
  const text = message.conversation || message.extendedTextMessage?.text;
  if (text) return known('text', text);
  const described = describeMedia(message) ?? describeStructured(message);
  if (described) return described;
  if (message.protocolMessage) return describeProtocol(message.protocolMessage);
  const parts = Object.entries(message).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const unknown = parts.find(([name]) => !silentParts.has(name))?.[0];
  return unknown ? { kind: 'unsupported', rawKind: unknown, body: null } : null;
}
