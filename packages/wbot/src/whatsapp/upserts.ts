import { proto, type SignalKeyStore, toNumber, type WAMessage } from 'baileys';
import type { InboundMessage, JournalEntry } from '../contract.ts';
import { canonicalChat, isDirect, type PersonAddress, personOf } from './addresses.ts';
import { knownLidAttribute, knownPhoneAttribute } from './decode/decode-entry.ts';
import { completePerson } from './journal-entry.ts';

interface Addressed {
  remoteChat: string;
  person: PersonAddress;
}

async function addressOf(message: Pick<WAMessage, 'key'>, keys: SignalKeyStore): Promise<Addressed> {
  const { remoteJid, remoteJidAlt, participant, participantAlt } = message.key;
  const chat = remoteJid ?? '';
  const revealed = isDirect(chat)
    ? personOf(chat, remoteJidAlt ?? undefined)
    : personOf(participant ?? undefined, participantAlt ?? undefined);
  const person = await completePerson(revealed, keys);
  return { remoteChat: isDirect(chat) ? canonicalChat(chat, person.lid) : chat, person };
}

function secondsOf(message: WAMessage): number {
  return toNumber(message.messageTimestamp);
}

/** The library's stand-in for a message that it could not decrypt, in our words. Null for anything else. */
export async function undecryptableOf(message: WAMessage, keys: SignalKeyStore): Promise<InboundMessage | null> {
  const { key } = message;
  if (message.messageStubType !== proto.WebMessageInfo.StubType.CIPHERTEXT || !key.id || !key.remoteJid) return null;
  const { remoteChat, person } = await addressOf(message, keys);
  return {
    remoteChat,
    remoteId: key.id,
    fromMe: key.fromMe === true,
    isGroup: !isDirect(remoteChat),
    person: { ...person, pushName: message.pushName ?? null },
    kind: 'undecryptable',
    rawKind: message.messageStubParameters?.[0] ?? null,
    body: null,
    sentAtMs: secondsOf(message) * 1000,
  };
}

/** A message that the own phone handed over again because this device could not read it; null when it holds nothing. */
export async function resentEntry(message: proto.IWebMessageInfo, keys: SignalKeyStore): Promise<JournalEntry | null> {
  const { key } = message;
  if (!message.message || !key?.id || !key.remoteJid) return null;
  const { remoteChat, person } = await addressOf({ key }, keys);
  const seconds = message.messageTimestamp ? toNumber(message.messageTimestamp) : 0;
  const envelope: Record<string, string> = { id: key.id, from: key.remoteJid, t: String(seconds) };
  if (key.participant) envelope.participant = key.participant;
  if (message.pushName) envelope.notify = message.pushName;
  if (person.phone) envelope[knownPhoneAttribute] = person.phone;
  if (person.lid) envelope[knownLidAttribute] = person.lid;
  const content = proto.Message.encode(message.message).finish();
  return { remoteChat, remoteId: key.id, fromMe: key.fromMe === true, envelope, content };
}
