import { messageId, newId } from '@tiktickets/db';
import { cleanName, fallbackName } from '../contacts/index.ts';
import type { Arrival, Batch } from './ingest-batch.ts';
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
}

export const identitiesOf = (arrival: Arrival): Identity[] => {
  const { phone, lid } = arrival.inbound.person;
  // The LID leads: numbers can be hidden or change hands, it stays.
  return [...(lid ? [{ kind: 'lid' as const, value: lid }] : []), ...(phone ? [{ kind: 'phone' as const, value: phone }] : [])];
};
const keyOf = ({ kind, value }: Identity): string => `${kind}:${value}`;

/** Decides, without I/O, which rows a batch needs: who is known, who is new, and in which order messages stand. */
export function planBatch(batch: Batch, known: Known, nowMs: number): Plan {
  const contactOf = new Map(known.contacts.map((row) => [keyOf(row), row.contactId]));
  const ticketOf = new Map(known.contacts.flatMap((row) => (row.ticketId ? [[row.contactId, row.ticketId] as const] : [])));
  const unnamed = new Set(known.contacts.filter((row) => row.nameSource === 'fallback').map((row) => row.contactId));
  const plan: Plan = { channelId: batch.channelId, contacts: [], identities: [], renames: [], tickets: [], messages: [] };
  const planned = new Map<string, PlannedTicket>();
  for (const arrival of batch.messages) {
    const ids = identitiesOf(arrival);
    const pushName = arrival.inbound.fromMe ? null : cleanName(arrival.inbound.person.pushName);
    let contactId = ids.map((id) => contactOf.get(keyOf(id))).find((id) => id !== undefined);
    if (contactId === undefined) {
      contactId = newId();
      const { phone } = arrival.inbound.person;
      const name = pushName ?? fallbackName(arrival.inbound.person);
      plan.contacts.push({ id: contactId, name, nameSource: pushName ? 'provider' : 'fallback', phone });
      if (!pushName) unnamed.add(contactId);
    } else if (pushName && unnamed.delete(contactId)) {
      plan.renames.push({ contactId, name: pushName });
    }
    for (const id of ids) {
      if (contactOf.has(keyOf(id))) continue;
      contactOf.set(keyOf(id), contactId);
      plan.identities.push({ ...id, contactId });
    }
    let ticket = planned.get(contactId);
    if (!ticket) {
      const existing = ticketOf.get(contactId);
      ticket = {
        id: existing ?? newId(),
        contactId,
        remoteChat: arrival.inbound.remoteChat,
        attendanceId: newId(),
        isNew: existing === undefined,
      };
      planned.set(contactId, ticket);
      plan.tickets.push(ticket);
    }
    const sentAtMs = believableTime(arrival.inbound.sentAtMs, nowMs);
    plan.messages.push({
      id: messageId(sentAtMs, nowMs),
      ticketId: ticket.id,
      arrival,
      body: storableText(arrival.inbound.body),
      sentAt: new Date(sentAtMs).toISOString(),
    });
  }
  return plan;
}
