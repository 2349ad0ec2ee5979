import { areJidsSameUser, type BinaryNode, type SignalKeyStore, unpadRandomMax16 } from 'baileys';
import type { JournalEntry } from '../contract.ts';
import { canonicalChat, isDirect, type PersonAddress, partnerAddresses, personOf } from './addresses.ts';
import { knownLidAttribute, knownPhoneAttribute } from './decode/decode-entry.ts';

/** Own addresses of the paired device. */
export interface OwnAddresses {
  id: string;
  lid: string | undefined;
}

export function isOwn(jid: string | undefined, me: OwnAddresses): boolean {
  return areJidsSameUser(jid, me.id) || (me.lid !== undefined && areJidsSameUser(jid, me.lid));
}

/** Completes a person from the pairs that this channel has learned; asks nobody. */
export async function completePerson(known: PersonAddress, keys: SignalKeyStore): Promise<PersonAddress> {
  const { phone, lid } = known;
  if (phone && !lid) return { phone, lid: (await keys.get('lid-mapping', [phone]))[phone] ?? null };
  const reverse = `${lid}_reverse`;
  if (lid && !phone) return { phone: (await keys.get('lid-mapping', [reverse]))[reverse] ?? null, lid };
  return known;
}

/** Everything about a stanza that a message is decoded from, with its canonical chat. */
export async function journalEntry(
  stanza: BinaryNode,
  input: { plaintext: Uint8Array; keys: SignalKeyStore; me: OwnAddresses },
): Promise<JournalEntry> {
  const { attrs } = stanza;
  const from = attrs.from ?? '';
  const fromMe = isOwn(attrs.participant ?? from, input.me);
  const chat = fromMe && attrs.recipient ? attrs.recipient : from;
  const person = await completePerson(personOf(...partnerAddresses(attrs, fromMe)), input.keys);
  const envelope: Record<string, string> = { ...attrs };
  if (person.phone) envelope[knownPhoneAttribute] = person.phone;
  if (person.lid) envelope[knownLidAttribute] = person.lid;
  return {
    remoteChat: isDirect(chat) ? canonicalChat(chat, person.lid) : chat,
    remoteId: attrs.id ?? '',
    fromMe,
    envelope,
    content: unpadRandomMax16(input.plaintext),
  };
}
