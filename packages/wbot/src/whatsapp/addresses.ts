import { isJidGroup, isLidUser, isPnUser, jidDecode, jidNormalizedUser } from 'baileys';

/** A person as the provider names them: E.164 digits, bare LID user, or both. */
export interface PersonAddress {
  phone: string | null;
  lid: string | null;
}

export function userOf(jid: string | undefined): string | null {
  return jidDecode(jid)?.user || null;
}

/** Phone and LID that these addresses reveal together; groups and servers reveal none. */
export function personOf(...jids: (string | undefined)[]): PersonAddress {
  const phone = jids.find((jid) => isPnUser(jid));
  const lid = jids.find((jid) => isLidUser(jid));
  return { phone: userOf(phone), lid: userOf(lid) };
}

/** Canonical chat: `<lid>@lid` when the LID is known, else the address without device. */
export function canonicalChat(jid: string, lid: string | null): string {
  if (isJidGroup(jid)) return jid;
  return lid ? `${lid}@lid` : jidNormalizedUser(jid);
}

/** Whether this is one person (no group, broadcast list or channel). */
export function isDirect(jid: string): boolean {
  return isPnUser(jid) === true || isLidUser(jid) === true;
}

/** Every address a message stanza gives of the person behind it: the author in a group, else the other side. */
export function partnerAddresses(attrs: Record<string, string>, fromMe: boolean): (string | undefined)[] {
  if (isJidGroup(attrs.from)) return [attrs.participant, attrs.participant_pn, attrs.participant_lid];
  if (!fromMe) return [attrs.from, attrs.sender_lid, attrs.sender_pn];
  const { recipient, peer_recipient_lid, peer_recipient_pn, recipient_lid, recipient_pn } = attrs;
  return [recipient ?? attrs.from, peer_recipient_lid, peer_recipient_pn, recipient_lid, recipient_pn];
}
