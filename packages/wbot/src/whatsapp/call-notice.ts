import { type BinaryNode, getAllBinaryNodeChildren, getBinaryNodeChild, type SignalKeyStore } from 'baileys';
import type { JournalEntry } from '../contract.ts';
import { canonicalChat, isDirect, personOf } from './addresses.ts';
import { knownLidAttribute, knownPhoneAttribute } from './decode/decode-entry.ts';
import { encodeNotice, type Notice, noticeAttribute } from './decode/notice.ts';
import { completePerson } from './journal-entry.ts';

type Outcome = Extract<Notice, { kind: 'call' }>['outcome'];

/** Why the server says that it no longer rings; anything else is the caller hanging up. */
const reasons = new Map<string | undefined, Outcome>([
  ['timeout', 'missed'],
  ['accepted_elsewhere', 'accepted'],
  ['rejected_elsewhere', 'rejected'],
]);

/** What a part of a call's signalling means to a person; null for the many that mean nothing. */
function outcomeOf({ tag, attrs }: BinaryNode): Outcome | null {
  if (tag === 'offer') return 'offered';
  if (tag === 'accept') return 'accepted';
  if (tag === 'reject') return 'rejected';
  return tag === 'terminate' ? (reasons.get(attrs.reason) ?? 'ended') : null;
}

interface Call {
  from: string;
  id: string;
  outcome: Outcome;
  isVideo: boolean;
  /** More names of the caller. */
  aliases: (string | undefined)[];
  attrs: Record<string, string>;
}

async function entryOf(call: Call, keys: SignalKeyStore): Promise<JournalEntry> {
  const { from, outcome, isVideo, aliases, attrs } = call;
  const callId = call.id.slice(0, 100);
  const person = await completePerson(personOf(from, ...aliases), keys);
  const said = encodeNotice({ kind: 'call', callId, isVideo, outcome });
  const envelope: Record<string, string> = { ...attrs, [noticeAttribute]: said };
  if (person.phone) envelope[knownPhoneAttribute] = person.phone;
  if (person.lid) envelope[knownLidAttribute] = person.lid;
  // Each turn of a call is an entry of its own; the first one is the call.
  const remoteId = outcome === 'offered' ? callId : `${callId}.${outcome}`;
  return { remoteChat: canonicalChat(from, person.lid), remoteId, fromMe: false, envelope, content: new Uint8Array() };
}

/** A call that rings, or how it went on, as a journal entry; null for what shows nothing to a person, and for group calls. */
export async function callNotice(stanza: BinaryNode, keys: SignalKeyStore): Promise<JournalEntry | null> {
  const [part] = getAllBinaryNodeChildren(stanza);
  const from = stanza.attrs.from ?? '';
  const id = part?.attrs['call-id'];
  const outcome = part ? outcomeOf(part) : null;
  if (!part || !id || !outcome || !isDirect(from) || part.attrs['group-jid']) return null;
  const isVideo = getBinaryNodeChild(part, 'video') !== undefined;
  const aliases = [part.attrs.caller_pn, part.attrs['call-creator']];
  return await entryOf({ from, id, outcome, isVideo, aliases, attrs: stanza.attrs }, keys);
}

/** That we declined a call ourselves. */
export async function declinedNotice(
  call: { callId: string; from: string; atMs: number },
  keys: SignalKeyStore,
): Promise<JournalEntry> {
  const attrs = { from: call.from, t: String(Math.floor(call.atMs / 1000)) };
  return await entryOf(
    { from: call.from, id: call.callId, outcome: 'rejected', isVideo: false, aliases: [], attrs },
    keys,
  );
}
