import { isJidGroup, jidNormalizedUser, proto } from 'baileys';
import type { InboundMessage, JournalEntry } from '../../contract.ts';
import { partnerAddresses, personOf } from '../addresses.ts';
import { clampText } from './clamp.ts';
import { describeContext } from './context.ts';
import { describeContent } from './describe-content.ts';
import { mediaReference } from './media-reference.ts';
import { describeNotice } from './notice.ts';
import { unwrap } from './unwrap.ts';

/** Envelope names that the driver adds to the provider's own: what it knew about the sender when it decrypted. */
export const knownPhoneAttribute = 'known_phone';
export const knownLidAttribute = 'known_lid';

/** The other person of the chat, or the author in a group. */
function personOfEnvelope(entry: JournalEntry): InboundMessage['person'] {
  const { envelope, remoteChat, fromMe } = entry;
  const revealed = personOf(remoteChat, ...partnerAddresses(envelope, fromMe));
  return {
    phone: revealed.phone ?? envelope[knownPhoneAttribute] ?? null,
    lid: revealed.lid ?? envelope[knownLidAttribute] ?? null,
    pushName: fromMe ? null : (envelope.notify ?? null),
    username: usernameOf(entry),
  };
}

function participantOf({ envelope, remoteChat }: JournalEntry): string | null {
  const { participant } = envelope;
  return isJidGroup(remoteChat) && participant ? jidNormalizedUser(participant) : null;
}

/** A name that people choose to be found by, without "@". */
function usernameOf({ envelope, remoteChat, fromMe }: JournalEntry): string | null {
  if (isJidGroup(remoteChat)) return clampText(envelope.participant_username, 64);
  if (!fromMe) return clampText(envelope.sender_username ?? envelope.username, 64);
  return clampText(envelope.peer_recipient_username ?? envelope.recipient_username, 64);
}

type Meaning = Omit<InboundMessage, 'remoteChat' | 'remoteId' | 'fromMe' | 'isGroup' | 'person' | 'sentAtMs'>;

const plain = {
  rawKind: null,
  body: null,
  targetRemoteId: null,
  quoted: null,
  media: null,
  details: null,
  isForwarded: false,
  isViewOnce: false,
  isEphemeral: false,
  mentions: [],
  albumRemoteId: null,
  groupSubject: null,
} satisfies Omit<Meaning, 'kind'>;

function meaningOfContent(content: Uint8Array): Meaning | null {
  const { message, ...wrapping } = unwrap(proto.Message.decode(content));
  const described = describeContent(message);
  if (!described) return null;
  const context = describeContext(message);
  const viewOnceFile = message.imageMessage ?? message.videoMessage ?? message.audioMessage;
  const isViewOnce = wrapping.isViewOnce || viewOnceFile?.viewOnce === true;
  return {
    ...plain,
    ...context,
    ...described,
    media: mediaReference(message),
    details: described.details ?? (isViewOnce ? { kind: 'view-once' } : null),
    isViewOnce,
    isEphemeral: wrapping.isEphemeral || context.isEphemeral,
    albumRemoteId: wrapping.albumRemoteId,
  };
}

function meaningOf(entry: JournalEntry): Meaning | null {
  const notice = describeNotice(entry);
  if (notice) return { ...plain, ...notice };
  try {
    return meaningOfContent(entry.content);
  } catch {
    return { ...plain, kind: 'unsupported', rawKind: 'malformed' };
  }
}

/**
 * Turns a journalled message into our words. Pure; never throws, whatever the sender wrote.
 * @returns null for traffic between devices that shows nothing to a person
 */
export function decodeEntry(entry: JournalEntry): InboundMessage | null {
  const meaning = meaningOf(entry);
  if (!meaning) return null;
  const sentAtMs = Number(entry.envelope.t ?? 0) * 1000;
  return {
    remoteChat: entry.remoteChat,
    remoteId: entry.remoteId,
    fromMe: entry.fromMe,
    isGroup: isJidGroup(entry.remoteChat) === true,
    person: personOfEnvelope(entry),
    participant: participantOf(entry),
    ...meaning,
    sentAtMs: Number.isFinite(sentAtMs) ? sentAtMs : 0,
  };
}
