import { messageId, newId } from '@tiktickets/db';
import { cleanName, fallbackName } from '../contacts/index.ts';
import type { Arrival, Batch } from './arrival.ts';
import { believableTime, storableText } from './rules.ts';

export type IdentityKind = 'phone' | 'lid';
export interface Identity {
  kind: IdentityKind;
  value: string;
}

/** What the database knew of the people in a batch before it. */
export interface Known {
  contacts: { kind: IdentityKind; value: string; contactId: string; ticketId: string | null; nameSource: string }[];
}

export interface PlannedContact {
  id: string;
  name: string;
  nameSource: 'fallback' | 'provider';
  phone: string | null;
}
export interface PlannedTicket {
  id: string;
  contactId: string;
  remoteChat: string;
  /** Used only if the batch turns out to start a new attendance of this ticket. */
  attendanceId: string;
  isNew: boolean;
}
export interface PlannedMessage {
  id: string;
  ticketId: string;
  arrival: Arrival;
  body: string | null;
  sentAt: string;
}

export interface Plan {
  channelId: string;
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

export const identitiesOf = (arrival: Arrival): Identity[] => {
  const { phone, lid } = arrival.inbound.person;
  // The LID leads: numbers can be hidden or change hands, it stays.
  return [
    ...(lid ? [{ kind: 'lid' as const, value: lid }] : []),
    ...(phone ? [{ kind: 'phone' as const, value: phone }] : []),
  ];
};
const keyOf = ({ kind, value }: Identity): string => `${kind}:${value}`;

/** Decides, without I/O, which rows a batch needs: who is known, who is new, and in which order messages stand. */
export function planBatch(batch: Batch, known: Known, nowMs: number): Plan {
  const planner = new Planner(batch.channelId, known);
  for (const arrival of batch.messages) {
    if (arrival.journalId) planner.plan.journalIds.push(arrival.journalId);
    const effect = effectOf(arrival);
    if (effect) {
      planner.addEffect(arrival, {
        ...effect,
        at: new Date(believableTime(arrival.inbound.sentAtMs, nowMs)).toISOString(),
      });
      continue;
    }
    const ticket = planner.ticketOf(planner.contactOf(arrival), arrival);
    const sentAtMs = believableTime(arrival.inbound.sentAtMs, nowMs);
    planner.plan.messages.push({
      id: messageId(sentAtMs, nowMs),
      ticketId: ticket.id,
      arrival,
      body: storableText(arrival.inbound.body),
      sentAt: new Date(sentAtMs).toISOString(),
    });
  }
  return planner.plan;
}

class Planner {
  readonly plan: Plan;
  readonly #contacts: Map<string, string>;
  readonly #tickets: Map<string, string>;
  readonly #planned = new Map<string, PlannedTicket>();
  /** People who still go by a name of our making. */
  readonly #unnamed: Set<string>;

  constructor(channelId: string, known: Known) {
    this.plan = {
      channelId,
      contacts: [],
      identities: [],
      renames: [],
      tickets: [],
      messages: [],
      effects: [],
      journalIds: [],
    };
    this.#contacts = new Map(known.contacts.map((row) => [keyOf(row), row.contactId]));
    this.#tickets = new Map(
      known.contacts.flatMap((row) => (row.ticketId ? [[row.contactId, row.ticketId] as const] : [])),
    );
    this.#unnamed = new Set(known.contacts.filter((row) => row.nameSource === 'fallback').map((row) => row.contactId));
  }

  /** The person of a message: known by any of their ids, or new. Ids that we did not have are added. */
  contactOf(arrival: Arrival): string {
    const ids = identitiesOf(arrival);
    // What the paired phone writes carries its owner's name, not the customer's.
    const pushName = arrival.inbound.fromMe ? null : cleanName(arrival.inbound.person.pushName);
    const known = ids.map((id) => this.#contacts.get(keyOf(id))).find((id) => id !== undefined);
    const contactId = known ?? this.#addContact(arrival, pushName);
    if (pushName && this.#unnamed.delete(contactId)) this.plan.renames.push({ contactId, name: pushName });
    for (const id of ids) {
      if (this.#contacts.has(keyOf(id))) continue;
      this.#contacts.set(keyOf(id), contactId);
      this.plan.identities.push({ ...id, contactId });
    }
    return contactId;
  }

  /** A reaction or an edit opens no conversation: from people that we do not know it has nothing to act on. */
  addEffect(arrival: Arrival, effect: { kind: EffectKind; targetRemoteId: string; text: string; at: string }): void {
    const ids = identitiesOf(arrival);
    const contactId = ids.map((id) => this.#contacts.get(keyOf(id))).find((id) => id !== undefined);
    const ticketId = contactId && (this.#planned.get(contactId)?.id ?? this.#tickets.get(contactId));
    if (!ticketId) return;
    const { fromMe, person } = arrival.inbound;
    const author = fromMe ? 'me' : (person.lid ?? person.phone ?? '');
    this.plan.effects.push({ ...effect, text: storableText(effect.text) ?? '', ticketId, fromMe, author });
  }

  #addContact({ inbound }: Arrival, pushName: string | null): string {
    const id = newId();
    const nameSource = pushName ? 'provider' : 'fallback';
    this.plan.contacts.push({
      id,
      name: pushName ?? fallbackName(inbound.person),
      nameSource,
      phone: inbound.person.phone,
    });
    if (!pushName) this.#unnamed.add(id);
    return id;
  }

  ticketOf(contactId: string, { inbound }: Arrival): PlannedTicket {
    const planned = this.#planned.get(contactId);
    if (planned) return planned;
    const existing = this.#tickets.get(contactId);
    const ticket: PlannedTicket = {
      id: existing ?? newId(),
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
