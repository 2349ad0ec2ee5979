import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** What to call somebody who gave no name: their number as written in their country, or the end of their hidden id. */
export function fallbackName(person: { phone: string | null; lid: string | null; username?: string | null }): string {
  if (person.phone) return parsePhoneNumberFromString(`+${person.phone}`)?.formatInternational() ?? `+${person.phone}`;
  if (person.username) return `@${person.username}`;
  return `WhatsApp ${person.lid?.slice(-4) ?? ''}`.trim();
}

/** A profile name as we keep it: one line, no control characters, at most 120 characters; null when nothing is left. */
export function cleanName(name: string | null): string | null {
  const clean =
    name
      ?.toWellFormed()
      .replaceAll(/[\p{Cc}\s]+/gu, ' ')
      .trim()
      .slice(0, 120) ?? '';
  return clean === '' ? null : clean;
}

/**
 * One spelling per number: WhatsApp still knows many Brazilian mobiles without their ninth digit, Mexican ones with the
 * old 1 and Argentinian ones without the 9 (or with the 15 that people dial). Anything else stays as it is.
 */
export function canonicalPhone(digits: string): string {
  const brazilian = /^55([1-9]\d)([6-9]\d{7})$/.exec(digits);
  if (brazilian) return `55${brazilian[1]}9${brazilian[2]}`;
  const mexican = /^521(\d{10})$/.exec(digits);
  if (mexican) return `52${mexican[1]}`;
  if (!/^54\d{10,13}$/.test(digits)) return digits;
  const national = parsePhoneNumberFromString(`+${digits}`)?.nationalNumber ?? '';
  return /^9?\d{10}$/.test(national) ? `549${national.slice(-10)}` : digits;
}

export type IdentityKind = 'phone' | 'lid' | 'username' | 'group';
export interface Identity {
  kind: IdentityKind;
  value: string;
}
export const identityKey = ({ kind, value }: Identity): string => `${kind}:${value}`;

/** The ids of a person, the one that counts most first: numbers and names can be hidden or change hands, a LID stays. */
export function identitiesOfPerson(person: {
  phone: string | null;
  lid: string | null;
  username?: string | null;
}): Identity[] {
  const { lid, phone, username } = person;
  return [
    ...(lid ? [{ kind: 'lid' as const, value: lid }] : []),
    ...(phone ? [{ kind: 'phone' as const, value: canonicalPhone(phone) }] : []),
    ...(username ? [{ kind: 'username' as const, value: username.toLowerCase() }] : []),
  ];
}

/** Who has an identity now. `lid` is that contact's LID, whatever the identity's own kind. */
export interface Owner {
  contactId: string;
  lid: string | null;
}
export interface Resolution {
  /** Null: nobody that we know. */
  contactId: string | null;
  /** Contacts that are the same person after all. */
  same: string[];
  /** Identities that have changed hands: they belong to this person now, and to nobody else. */
  moved: Identity[];
}

/**
 * To whom these ids of one person belong. Two contacts are one unless both have a LID: then they are two people, and what
 * they share (a number that was given to somebody else) belongs to whom it was seen with last.
 */
export function resolveIdentities(ids: readonly Identity[], ownerOf: (id: Identity) => Owner | undefined): Resolution {
  const ownLid = ids.find((id) => id.kind === 'lid')?.value ?? null;
  const resolution: Resolution = { contactId: null, same: [], moved: [] };
  let lid = ownLid;
  for (const id of ids) {
    const owner = ownerOf(id);
    if (!owner || owner.contactId === resolution.contactId || resolution.same.includes(owner.contactId)) continue;
    if (lid !== null && owner.lid !== null && owner.lid !== lid) {
      resolution.moved.push(id);
      continue;
    }
    lid ??= owner.lid;
    if (resolution.contactId === null) resolution.contactId = owner.contactId;
    else resolution.same.push(owner.contactId);
  }
  return resolution;
}

export const nameSources = ['fallback', 'provider', 'business', 'phonebook', 'person'] as const;
export type NameSource = (typeof nameSources)[number];
export const nameRank = (source: NameSource): number => nameSources.indexOf(source);

/** Of contacts that are one person, the one whose name is the best known; of equals the first. */
export function bestNamed<T extends { nameSource: NameSource }>(contacts: readonly [T, ...T[]]): T {
  return contacts.reduce((best, contact) =>
    nameRank(contact.nameSource) > nameRank(best.nameSource) ? contact : best,
  );
}

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);

const liveliness = ['closed', 'pending', 'open'] as const;
export interface MergedTicket {
  id: string;
  state: (typeof liveliness)[number];
  lastAt: string;
}
/** Of two conversations that are one, the one that goes on: whoever is served keeps being served, else the newer one. */
export function survivingTicket<T extends MergedTicket>(one: T, other: T): { kept: T; lost: T } {
  const liveness = (ticket: T): number => liveliness.indexOf(ticket.state);
  const order = liveness(one) - liveness(other) || compare(one.lastAt, other.lastAt) || compare(other.id, one.id);
  return order > 0 ? { kept: one, lost: other } : { kept: other, lost: one };
}

/** Attendances of both in the order in which they began, the one that goes on last: numbers from 1, without gaps. */
export function renumbered<T extends { id: string; openedAt: string }>(
  attendances: readonly T[],
  currentId: string | null,
): (T & { newNumber: number })[] {
  const order = (a: T, b: T): number =>
    Number(a.id === currentId) - Number(b.id === currentId) || compare(a.openedAt, b.openedAt) || compare(a.id, b.id);
  return attendances.toSorted(order).map((attendance, index) => ({ ...attendance, newNumber: index + 1 }));
}
