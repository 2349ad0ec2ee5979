import { proto, type SignalKeyStore, toNumber } from 'baileys';
import type { HistoryMessage, JournalEntry, ReceiptState } from '../../contract.ts';
import { canonicalChat, isDirect, type PersonAddress, personOf } from '../addresses.ts';
import { decodeEntry, knownLidAttribute, knownPhoneAttribute } from '../decode/decode-entry.ts';
import { encodeNotice, noticeAttribute } from '../decode/notice.ts';
import { completePerson, type OwnAddresses } from '../journal-entry.ts';

const { StubType, Status } = proto.WebMessageInfo;
const nothing = new Uint8Array();

const states = new Map<number, ReceiptState>([
  [Status.DELIVERY_ACK, 'delivered'],
  [Status.READ, 'read'],
  [Status.PLAYED, 'played'],
]);

const missedCalls = new Map<number, { isVideo: boolean }>([
  [StubType.CALL_MISSED_VOICE, { isVideo: false }],
  [StubType.CALL_MISSED_VIDEO, { isVideo: true }],
]);

/** A chat of the past and who is on its other side. */
export interface PastChat {
  jid: string;
  /** Of a direct chat. */
  person: PersonAddress;
}

export interface PastContext {
  keys: SignalKeyStore;
  me: OwnAddresses;
}

/** Seconds of a message's own time; 0 when it has none. */
export const secondsOf = (info: proto.IWebMessageInfo): number =>
  info.messageTimestamp ? toNumber(info.messageTimestamp) : 0;

async function authorOf(info: proto.IWebMessageInfo, chat: PastChat, { keys }: PastContext): Promise<PersonAddress> {
  if (isDirect(chat.jid)) return chat.person;
  return await completePerson(personOf(info.participant ?? info.key?.participant ?? undefined), keys);
}

interface Origin {
  id: string;
  fromMe: boolean;
  seconds: number;
  /** The other side of a direct chat, the author in a group. */
  person: PersonAddress;
  pushName: string | null;
}

function entryOf(chat: PastChat, origin: Origin, content: Uint8Array): JournalEntry {
  const { id, fromMe, seconds, person, pushName } = origin;
  const { phone, lid } = person;
  const direct = isDirect(chat.jid);
  const envelope: Record<string, string> = { id, from: chat.jid, t: String(seconds) };
  if (!direct) envelope.participant = lid ? `${lid}@lid` : `${phone ?? ''}@s.whatsapp.net`;
  if (pushName) envelope.notify = pushName;
  if (phone) envelope[knownPhoneAttribute] = phone;
  if (lid) envelope[knownLidAttribute] = lid;
  const remoteChat = direct ? canonicalChat(chat.jid, chat.person.lid) : chat.jid;
  return { remoteChat, remoteId: id, fromMe, envelope, content };
}

/** Reactions stand beside their message; a desk knows them as messages of their own. */
async function reactionsOf(
  info: proto.IWebMessageInfo,
  chat: PastChat,
  context: PastContext,
): Promise<HistoryMessage[]> {
  const found: HistoryMessage[] = [];
  for (const reaction of info.reactions ?? []) {
    const { key, text, senderTimestampMs } = reaction;
    const id = key?.id;
    if (!id || !text) continue;
    const fromMe = key.fromMe === true;
    const person = await authorOf({ key: key ?? {}, participant: key.participant ?? null }, chat, context);
    const seconds = senderTimestampMs ? Math.floor(toNumber(senderTimestampMs) / 1000) : secondsOf(info);
    const content = proto.Message.encode({ reactionMessage: { key: info.key ?? {}, text } }).finish();
    const inbound = decodeEntry(entryOf(chat, { id, fromMe, seconds, person, pushName: null }, content));
    if (inbound) found.push({ inbound, content, state: null });
  }
  return found;
}

/** A message of the phone's past with the reactions to it, in our words. Empty for what shows nothing to a person. */
export async function pastMessages(
  info: proto.IWebMessageInfo,
  chat: PastChat,
  context: PastContext,
): Promise<HistoryMessage[]> {
  const id = info.key?.id;
  if (!id) return [];
  const fromMe = info.key?.fromMe === true;
  const person = await authorOf(info, chat, context);
  const origin = { id, fromMe, seconds: secondsOf(info), person, pushName: info.pushName ?? null };
  const call = missedCalls.get(info.messageStubType ?? -1);
  if (call) {
    const entry = entryOf(chat, origin, nothing);
    entry.envelope[noticeAttribute] = encodeNotice({ kind: 'call', callId: id, ...call, outcome: 'missed' });
    const inbound = decodeEntry(entry);
    return inbound ? [{ inbound, content: nothing, state: null }] : [];
  }
  if (!info.message) return [];
  const content = proto.Message.encode(info.message).finish();
  const inbound = decodeEntry(entryOf(chat, origin, content));
  if (!inbound) return [];
  const state = fromMe ? (states.get(info.status ?? 0) ?? 'sent') : null;
  return [{ inbound, content, state }, ...(await reactionsOf(info, chat, context))];
}
