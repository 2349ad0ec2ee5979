import { proto } from 'baileys';
import type { InboundKind, InboundMessage, MessageDetails } from '../../contract.ts';
import { choiceMadeOf, choicesOf } from './choices.ts';
import { clampCount, clampDegrees, clampText } from './clamp.ts';
import { contactsOf } from './contacts.ts';

export interface Described extends Pick<InboundMessage, 'kind' | 'rawKind' | 'body'> {
  targetRemoteId: string | null;
  details: MessageDetails | null;
}

const { Type: ProtocolType } = proto.Message.ProtocolMessage;
const { CallOutcome } = proto.Message.CallLogMessage;
const bodyLimit = 131_072;

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
  'messageHistoryNotice',
]);

function known(kind: InboundKind, body: string | null | undefined, details: MessageDetails | null = null): Described {
  return { kind, rawKind: null, body: body ?? null, targetRemoteId: null, details };
}

/** The same, pointing at the message it changes. */
function about(target: proto.IMessageKey | null | undefined, described: Described): Described {
  return { ...described, targetRemoteId: clampText(target?.id, 128) };
}

function editedText(edited: proto.IMessage | null | undefined): string | null {
  if (!edited) return null;
  const captioned = edited.imageMessage ?? edited.videoMessage ?? edited.documentMessage;
  return edited.conversation ?? edited.extendedTextMessage?.text ?? captioned?.caption ?? null;
}

function describeProtocol(message: proto.Message.IProtocolMessage): Described | null {
  if (message.type === ProtocolType.REVOKE) return about(message.key, known('delete', null, { kind: 'delete' }));
  if (message.type !== ProtocolType.MESSAGE_EDIT) return null;
  const text = editedText(message.editedMessage);
  return about(message.key, known('edit', text, { kind: 'edit', body: text ?? '' }));
}

function describeMedia(message: proto.IMessage): Described | null {
  if (message.imageMessage) return known('image', message.imageMessage.caption);
  const video = message.videoMessage ?? message.ptvMessage;
  if (video) return known('video', video.caption);
  if (message.audioMessage) return known(message.audioMessage.ptt ? 'voice' : 'audio', null);
  const { documentMessage } = message;
  if (documentMessage) return known('document', documentMessage.caption ?? clampText(documentMessage.fileName, 255));
  return message.stickerMessage ? known('sticker', null) : null;
}

function describePlace(message: proto.IMessage): Described | null {
  const place = message.locationMessage;
  const live = message.liveLocationMessage;
  const at = place ?? live;
  if (!at) return null;
  const latitude = clampDegrees(at.degreesLatitude, 90);
  const longitude = clampDegrees(at.degreesLongitude, 180);
  const name = clampText(place?.name, 300);
  const address = clampText(place?.address, 1_000);
  const body = name ?? address ?? clampText(live?.caption, 4_096);
  if (latitude === null || longitude === null) return known('location', body);
  const isLive = live !== null && live !== undefined ? true : place?.isLive === true;
  const isMove = (clampCount(live?.sequenceNumber) ?? 0) > 1;
  return known('location', body, {
    kind: 'location',
    latitude,
    longitude,
    name,
    address,
    isLive,
    ...(isMove ? { isMove } : {}),
  });
}

function describePoll(message: proto.IMessage): Described | null {
  const vote = message.pollUpdateMessage;
  if (vote) {
    const described = known('poll', null, { kind: 'poll-vote', options: null });
    return about(vote.pollCreationMessageKey, { ...described, rawKind: 'pollUpdateMessage' });
  }
  const poll =
    message.pollCreationMessage ??
    message.pollCreationMessageV2 ??
    message.pollCreationMessageV3 ??
    message.pollCreationMessageV5;
  if (!poll) return null;
  const question = clampText(poll.name, 1_000) ?? '';
  const options = (poll.options ?? []).slice(0, 100).map((option) => clampText(option.optionName, 500) ?? '');
  const selectableCount = clampCount(poll.selectableOptionsCount, options.length) ?? 0;
  return known('poll', question, { kind: 'poll', question, options, selectableCount });
}

function describeCall(call: proto.Message.ICallLogMessage): Described {
  const missed = call.callOutcome === CallOutcome.MISSED || call.callOutcome === CallOutcome.SILENCED_UNKNOWN_CALLER;
  const refused = call.callOutcome === CallOutcome.REJECTED ? 'rejected' : 'ended';
  const outcome = missed ? 'missed' : refused;
  return known('call', null, { kind: 'call', callId: '', isVideo: call.isVideo === true, outcome });
}

function describeStructured(message: proto.IMessage): Described | null {
  const contacts = contactsOf(message);
  if (contacts) {
    const title = message.contactMessage?.displayName ?? message.contactsArrayMessage?.displayName;
    return known('contact', clampText(title, 300) ?? contacts.contacts[0]?.name, contacts);
  }
  const reaction = message.reactionMessage;
  if (reaction) {
    const emoji = clampText(reaction.text, 64);
    return about(reaction.key, known('reaction', emoji, { kind: 'reaction', emoji: emoji ?? '' }));
  }
  const album = message.albumMessage;
  if (album) {
    const images = clampCount(album.expectedImageCount, 1_000) ?? 0;
    return known('system', null, { kind: 'album', images, videos: clampCount(album.expectedVideoCount, 1_000) ?? 0 });
  }
  if (message.callLogMesssage) return describeCall(message.callLogMesssage);
  const made = choiceMadeOf(message);
  if (made) return known('text', made.text, made);
  const offered = choicesOf(message);
  return offered ? known('text', offered.body, offered.details) : null;
}

function describeText(message: proto.IMessage): Described | null {
  const rich = message.extendedTextMessage;
  const body = clampText(message.conversation, bodyLimit) ?? clampText(rich?.text, bodyLimit);
  if (!body) return null;
  const url = clampText(rich?.matchedText, 2_000);
  if (!url || !/^https?:\/\//i.test(url)) return known('text', body);
  const title = clampText(rich?.title, 500);
  return known('text', body, { kind: 'link', url, title, description: clampText(rich?.description, 1_000) });
}

/** Names a message's kind, its text and its details. Null when it has nothing for a person. */
export function describeContent(message: proto.IMessage): Described | null {
  const described =
    describeText(message) ??
    describeMedia(message) ??
    describePlace(message) ??
    describePoll(message) ??
    describeStructured(message);
  if (described) return { ...described, body: clampText(described.body, bodyLimit) };
  if (message.protocolMessage) return describeProtocol(message.protocolMessage);
  const parts = Object.entries(message).filter(([, value]) => value !== null && value !== undefined && value !== '');
  const unknown = parts.find(([name]) => !silentParts.has(name))?.[0];
  return unknown ? { ...known('unsupported', null), rawKind: unknown } : null;
}
