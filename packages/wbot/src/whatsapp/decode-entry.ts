import { isJidGroup, normalizeMessageContent, proto } from 'baileys';
import type { InboundMessage, JournalEntry } from '../contract.ts';
import { partnerAddresses, personOf } from './addresses.ts';
import { describeContent } from './describe-content.ts';

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
  };
}

/**
 * Turns a journalled message into our words. Pure.
 * @returns null for traffic between devices that shows nothing to a person
 */
export function decodeEntry(entry: JournalEntry): InboundMessage | null {
  const outer = proto.Message.decode(entry.content);
  const message = normalizeMessageContent(outer.deviceSentMessage?.message ?? outer);
  const described = message ? describeContent(message) : null;
  if (!described) return null;
  const seconds = Number(entry.envelope.t ?? 0);
  return {
    remoteChat: entry.remoteChat,
    remoteId: entry.remoteId,
    fromMe: entry.fromMe,
    isGroup: isJidGroup(entry.remoteChat) === true,
    person: personOfEnvelope(entry),
    ...described,
    sentAtMs: Number.isFinite(seconds) ? seconds * 1000 : 0,
  };
}
