import { type BinaryNode, getAllBinaryNodeChildren, getBinaryNodeChild, type SignalKeyStore } from 'baileys';
import type { JournalEntry } from '../contract.ts';
import { canonicalChat, isDirect, personOf } from './addresses.ts';
import { knownLidAttribute, knownPhoneAttribute } from './decode/decode-entry.ts';
import { encodeNotice, noticeAttribute } from './decode/notice.ts';
import { completePerson } from './journal-entry.ts';

/** A ringing call as a journal entry; null for everything that follows in the same call, and for group calls. */
export async function callNotice(stanza: BinaryNode, keys: SignalKeyStore): Promise<JournalEntry | null> {
  const [offer] = getAllBinaryNodeChildren(stanza);
  const from = stanza.attrs.from ?? '';
  const callId = offer?.attrs['call-id'];
  if (offer?.tag !== 'offer' || !callId || !isDirect(from) || offer.attrs['group-jid']) return null;
  const person = await completePerson(personOf(from, offer.attrs.caller_pn, offer.attrs['call-creator']), keys);
  const isVideo = getBinaryNodeChild(offer, 'video') !== undefined;
  const said = encodeNotice({ kind: 'call', callId: callId.slice(0, 128), isVideo, outcome: 'offered' });
  const envelope: Record<string, string> = { ...stanza.attrs, [noticeAttribute]: said };
  if (person.phone) envelope[knownPhoneAttribute] = person.phone;
  if (person.lid) envelope[knownLidAttribute] = person.lid;
  const remoteId = callId.slice(0, 128);
  return { remoteChat: canonicalChat(from, person.lid), remoteId, fromMe: false, envelope, content: new Uint8Array() };
}
