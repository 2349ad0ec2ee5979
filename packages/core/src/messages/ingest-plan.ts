import { messageId, newId } from '@tiktickets/db';
import {
  cleanName,
  fallbackName,
  type Identity,
  type IdentityKind,
  identityKey,
  type Owner,
  resolveIdentities,
} from '../contacts/index.ts';
import type { Arrival, Batch } from './arrival.ts';
import { authorIds, isNotice, type Pair, Pairs, roomOf } from './ingest-people.ts';
import { believableTime, storableText } from './rules.ts';

/** What the database knew of the people in a batch before it. */
export interface Known {
  contacts: {
    kind: IdentityKind;
    value: string;
    contactId: string;
    ticketId: string | null;
    nameSource: string;
    lid: string | null;
  }[];
  pairs: Pair[];
  takesGroups: boolean;
  /** The paired account. */
  own: { phone: string | null; lid: string | null };
}

export interface PlannedContact {
  id: string;
  name: string;
  nameSource: 'fallback' | 'provider';
  phone: string | null;
  isGroup: boolean;
}
export interface PlannedTicket {
  id: string;
  isGroup: boolean;
  contactId: string;
  remoteChat: string;
  /** Used only if the batch turns out to start a new attendance of this ticket. */
  attendanceId: string;
  isNew: boolean;
}
export interface PlannedMessage {
  id: string;
  ticketId: string;
  /** In a group, whoever wrote it. */
  authorContactId: string | null;
  arrival: Arrival;
  body: string | null;
  sentAt: string;
}

export interface Plan {
  channelId: string;
  /** Taken over from the phone: in no attendance, unread to nobody, no work for anybody. */
  isHistory: boolean;
  nowMs: number;
  own: Known['own'];
  /** Contacts that this batch shows to be one person: to be merged before anything is written. */
  same: string[][];
  /** Identities that have changed hands. */
  released: Identity[];
  contacts: PlannedContact[];
  identities: (Identity & { contactId: string })[];
  renames: { contactId: string; name: string }[];
  tickets: PlannedTicket[];
  messages: PlannedMessage[];
  /** What changes messages that are there: reactions, edits, deletions. */
  effects: PlannedEffect[];
  /** Journal entries that this batch settles. */
  journalIds: string[];
}

export type EffectKind = 'reaction' | 'edit' | 'delete';
export interface PlannedEffect {
  kind: EffectKind;
  ticketId: string;
  targetRemoteId: string;
  fromMe: boolean;
  /** `me`, or the person's id. */
  author: string;
  /** In a group, the contact who changes something. */
  authorContactId: string | null;
  /** Emoji of a reaction, new text of an edit. */
  text: string;
  at: string;
}

/** @returns null for a message of its own */
function effectOf({ inbound }: Arrival): { kind: EffectKind; targetRemoteId: string; text: string } | null {
  const { targetRemoteId, details } = inbound;
  if (!targetRemoteId) return null;
  switch (details?.kind) {
    case 'reaction':
      return { kind: 'reaction', targetRemoteId, text: details.emoji };
    case 'edit':
      return { kind: 'edit', targetRemoteId, text: details.body };
    case 'delete':
      return { kind: 'delete', targetRemoteId, text: '' };
    default:
      return null;
  }
}

/** Decides, without I/O, which rows a batch needs: who is known, who is new, and in which order messages stand. */
export function planBatch(batch: Batch, known: Known, nowMs: number): Plan {
  const planner = new Planner(batch, known, nowMs);
  for (const arrival of batch.messages) {
    if (arrival.journalId) planner.plan.journalIds.push(arrival.journalId);
    if (!planner.takes(arrival)) continue;
    const effect = effectOf(arrival);
    if (effect) {
      planner.addEffect(arrival, {
        ...effect,
        at: new Date(believableTime(arrival.inbound.sentAtMs, nowMs)).toISOString(),
      });
      continue;
    }
    const sentAtMs = believableTime(arrival.inbound.sentAtMs, nowMs);
    planner.addMessage(arrival, { id: messageId(sentAtMs, nowMs), sentAt: new Date(sentAtMs).toISOString() });
  }
  return planner.plan;
}

class Planner {
  readonly plan: Plan;
  readonly #pairs: Pairs;
  readonly #takesGroups: boolean;
  readonly #owners: Map<string, Owner>;
  readonly #tickets: Map<string, string>;
  readonly #planned = new Map<string, PlannedTicket>();
  /** Messages of this batch, by conversation and id: one message may come under two addresses of its author. */
  readonly #seen = new Map<string, string>();
  /** People who still go by a name of our making. */
  readonly #unnamed: Set<string>;

  constructor({ channelId, messages, isHistory = false }: Batch, known: Known, nowMs: number) {
    this.plan = {
      channelId,
      isHistory,
      nowMs,
      own: known.own,
      same: [],
      released: [],
      contacts: [],
      identities: [],
      renames: [],
      tickets: [],
      messages: [],
      effects: [],
      journalIds: [],
    };
    this.#pairs = new Pairs(known.pairs, messages);
    this.#takesGroups = known.takesGroups;
    this.#owners = new Map(
      known.contacts.map((row) => [identityKey(row), { contactId: row.contactId, lid: row.lid }] as const),
    );
    this.#tickets = new Map(
      known.contacts.flatMap((row) => (row.ticketId ? [[row.contactId, row.ticketId] as const] : [])),
    );
    this.#unnamed = new Set(known.contacts.filter((row) => row.nameSource === 'fallback').map((row) => row.contactId));
  }

  /** Groups only where they are switched on, and of those we do not know yet no news but their beginning. */
  takes({ inbound }: Arrival): boolean {
    if (!inbound.isGroup) return authorIds(inbound).length > 0;
    const room = roomOf(inbound);
    if (!room || !this.#takesGroups) return false;
    if (!isNotice(inbound) || this.#ticketIdOf(this.#owners.get(identityKey(room))?.contactId)) return true;
    return inbound.details?.kind === 'group-notice' && inbound.details.notice === 'create';
  }

  addMessage(arrival: Arrival, { id, sentAt }: { id: string; sentAt: string }): void {
    const { inbound } = arrival;
    const room = roomOf(inbound);
    const author = this.#authorOf(arrival);
    const ticket = this.#ticketOf(
      room ? this.#roomContact(room, inbound.groupSubject ?? null) : (author ?? ''),
      arrival,
    );
    const key = `${ticket.id} ${inbound.fromMe} ${inbound.remoteId}`;
    if ((this.#seen.get(key) ?? inbound.remoteChat) !== inbound.remoteChat) return;
    this.#seen.set(key, inbound.remoteChat);
    const body = storableText(inbound.body);
    this.plan.messages.push({ id, ticketId: ticket.id, authorContactId: room && author, arrival, body, sentAt });
  }

  /** In a group, people become contacts when they write, and not by what is told of them. */
  #authorOf(arrival: Arrival): string | null {
    const { inbound } = arrival;
    if (!inbound.isGroup) return this.#contactOf(arrival);
    const ids = this.#pairs.complete(authorIds(inbound));
    if (ids.length === 0) return null;
    if (isNotice(inbound)) return resolveIdentities(ids, (id) => this.#owners.get(identityKey(id))).contactId;
    return this.#contactOf(arrival);
  }

  /** The person of a message: known by any of their ids, or new. Ids that we did not have are added. */
  #contactOf(arrival: Arrival): string {
    const ids = this.#pairs.complete(authorIds(arrival.inbound));
    // What the paired phone writes carries its owner's name, not the customer's.
    const pushName = arrival.inbound.fromMe ? null : cleanName(arrival.inbound.person.pushName);
    const found = resolveIdentities(ids, (id) => this.#owners.get(identityKey(id)));
    const contactId = found.contactId ?? this.#addContact(ids, pushName);
    if (found.same.length > 0) this.plan.same.push([contactId, ...found.same]);
    this.plan.released.push(...found.moved);
    if (pushName && this.#unnamed.delete(contactId)) this.plan.renames.push({ contactId, name: pushName });
    this.#give(contactId, ids);
    return contactId;
  }

  #give(contactId: string, ids: readonly Identity[]): void {
    const lid = ids.find((id) => id.kind === 'lid')?.value ?? this.#lidOf(contactId);
    for (const id of ids) {
      if (this.#owners.get(identityKey(id))?.contactId === contactId) continue;
      this.#owners.set(identityKey(id), { contactId, lid });
      this.plan.identities.push({ ...id, contactId });
    }
    for (const owner of this.#owners.values()) if (owner.contactId === contactId) owner.lid = lid;
  }

  #lidOf(contactId: string): string | null {
    for (const owner of this.#owners.values()) if (owner.contactId === contactId) return owner.lid;
    return null;
  }

  /** A reaction or an edit opens no conversation: from people that we do not know it has nothing to act on. */
  addEffect(arrival: Arrival, effect: { kind: EffectKind; targetRemoteId: string; text: string; at: string }): void {
    const { inbound } = arrival;
    const room = roomOf(inbound);
    const ids = this.#pairs.complete(authorIds(inbound));
    const { contactId } = resolveIdentities(ids, (id) => this.#owners.get(identityKey(id)));
    const ticketId = this.#ticketIdOf(room ? this.#owners.get(identityKey(room))?.contactId : contactId);
    if (!ticketId) return;
    const author = inbound.fromMe ? 'me' : ((contactId && this.#lidOf(contactId)) ?? ids[0]?.value ?? '');
    const { fromMe } = inbound;
    const text = storableText(effect.text) ?? '';
    this.plan.effects.push({ ...effect, text, ticketId, fromMe, author, authorContactId: room && contactId });
  }

  #addContact(ids: readonly Identity[], pushName: string | null): string {
    const id = newId();
    const idOf = (kind: IdentityKind): string | null => ids.find((known) => known.kind === kind)?.value ?? null;
    const [phone, lid, username] = [idOf('phone'), idOf('lid'), idOf('username')];
    const name = pushName ?? fallbackName({ phone, lid, username });
    this.plan.contacts.push({ id, name, nameSource: pushName ? 'provider' : 'fallback', phone, isGroup: false });
    if (!pushName) this.#unnamed.add(id);
    return id;
  }

  #roomContact(room: Identity, subject: string | null): string {
    const known = this.#owners.get(identityKey(room));
    if (known) return known.contactId;
    const id = newId();
    const name = cleanName(subject);
    const nameSource = name ? 'provider' : 'fallback';
    this.plan.contacts.push({ id, name: name ?? roomFallbackName, nameSource, phone: null, isGroup: true });
    this.#give(id, [room]);
    return id;
  }

  #ticketIdOf(contactId: string | null | undefined): string | undefined {
    return contactId ? (this.#planned.get(contactId)?.id ?? this.#tickets.get(contactId)) : undefined;
  }

  #ticketOf(contactId: string, { inbound }: Arrival): PlannedTicket {
    const planned = this.#planned.get(contactId);
    if (planned) return planned;
    const existing = this.#tickets.get(contactId);
    const ticket: PlannedTicket = {
      id: existing ?? newId(),
      isGroup: inbound.isGroup,
      contactId,
      remoteChat: inbound.remoteChat,
      attendanceId: newId(),
      isNew: existing === undefined,
    };
    this.#planned.set(contactId, ticket);
    this.plan.tickets.push(ticket);
    return ticket;
  }
}

/** Until the provider has told the group's subject. */
const roomFallbackName = 'Grupo';
