import { newId, sqlState } from '@tiktickets/db';
import { type Context, type WriteScope, write } from '../kernel/index.ts';
import { lockIdentities } from './identity-lock.ts';
import { mergeTickets } from './merge-tickets.ts';
import { renameAuthors } from './rename-authors.ts';
import { bestNamed, type NameSource, survivingTicket } from './rules.ts';

interface ContactRow {
  id: string;
  name: string;
  nameSource: NameSource;
  phone: string | null;
  lid: string | null;
}
export interface TicketRow {
  id: string;
  number: number;
  state: 'pending' | 'open' | 'closed';
  lastAt: string;
  channelId: string;
  contactId: string;
  attendanceId: string | null;
}

/**
 * Makes one person of these contacts, the oldest of which stays: tickets on one channel become one, all others follow.
 * Contacts of another company, groups, and people with different LIDs are left alone.
 * @returns the contact that stayed, or null when there was nothing to merge
 */
export function mergeContacts(ctx: Context, { contactIds }: { contactIds: readonly string[] }): Promise<string | null> {
  return changingIdentities(ctx, (scope) => mergeWithin(ctx, scope, contactIds));
}

const tries = 3;

/** One transaction that may change who is who, alone in its company. */
export async function changingIdentities<T>(ctx: Context, work: (scope: WriteScope) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write(ctx, async (scope) => {
        await lockIdentities(scope, 'exclusive');
        return await work(scope);
      });
    } catch (error) {
      // A lane may hold a message and wait for its ticket while we hold the ticket and wait for the message (40P01).
      if (sqlState(error) !== '40P01' || attempt === tries) throw error;
    }
  }
}

/** As `mergeContacts`, as part of a change of identities. */
export async function mergeWithin(
  ctx: Context,
  scope: WriteScope,
  contactIds: readonly string[],
): Promise<string | null> {
  const contacts = await scope.query<ContactRow>(
    `select c.id, c.name, c.name_source as "nameSource", c.phone,
            (select value from contact_identities i where i.contact_id = c.id and i.kind = 'lid' limit 1) as lid
     from contacts c where c.id = any($1::uuid[]) and not c.is_group order by c.created_at, c.id for update of c`,
    [[...contactIds]],
  );
  const [kept] = contacts;
  if (!kept) return null;
  let { lid } = kept;
  let merged = false;
  for (const lost of contacts.slice(1)) {
    if (lid !== null && lost.lid !== null) continue;
    lid ??= lost.lid;
    await mergeOne(ctx, scope, { kept, lost });
    merged = true;
  }
  return merged ? kept.id : null;
}

async function mergeOne(
  ctx: Context,
  scope: WriteScope,
  { kept, lost }: { kept: ContactRow; lost: ContactRow },
): Promise<void> {
  const protocols = await joinTickets(ctx, scope, { kept, lost });
  const identities = await scope.query<{ kind: string; value: string }>(
    'update contact_identities set contact_id = $1::uuid where contact_id = $2::uuid returning kind, value',
    [kept.id, lost.id],
  );
  const named = bestNamed([kept, lost]);
  await Promise.all([
    scope.query('update messages set author_contact_id = $1::uuid where author_contact_id = $2::uuid', [
      kept.id,
      lost.id,
    ]),
    scope.query(
      `update contact_blocks b set contact_id = $1::uuid where contact_id = $2::uuid
       and not exists (select from contact_blocks k where k.contact_id = $1::uuid and k.channel_id = b.channel_id)`,
      [kept.id, lost.id],
    ),
    scope.query('update contact_merges set contact_id = $1::uuid where contact_id = $2::uuid', [kept.id, lost.id]),
    scope.query(
      `update contacts k set name = $3, name_source = $4, phone = coalesce(k.phone, l.phone),
              picture_key = coalesce(k.picture_key, l.picture_key), created_at = least(k.created_at, l.created_at)
       from contacts l where k.id = $1::uuid and l.id = $2::uuid`,
      [kept.id, lost.id, named.name, named.nameSource],
    ),
    scope.query(
      `insert into contact_merges (tenant_id, id, contact_id, lost_contact_id, lost_name, lost_phone, details)
       values (app_tenant(), $1, $2, $3, $4, $5, $6)`,
      [newId(), kept.id, lost.id, lost.name, lost.phone, JSON.stringify({ identities, protocols })],
    ),
  ]);
  await renameAuthors(scope, kept.id);
  await scope.query('delete from contacts where id = $1::uuid', [lost.id]);
  Object.assign(kept, { name: named.name, nameSource: named.nameSource });
  scope.audit({
    action: 'contact.merged',
    entityId: kept.id,
    before: { lostContactId: lost.id, name: lost.name, phone: lost.phone },
  });
}

/** @returns protocols of the lost tickets and what they are now */
async function joinTickets(
  ctx: Context,
  scope: WriteScope,
  { kept, lost }: { kept: ContactRow; lost: ContactRow },
): Promise<Record<string, string>> {
  const tickets = await scope.query<TicketRow>(
    `select id, number, state, to_json(last_at) #>> '{}' as "lastAt", channel_id as "channelId", contact_id as "contactId",
            attendance_id as "attendanceId"
     from tickets where contact_id in ($1::uuid, $2::uuid) order by id for update`,
    [kept.id, lost.id],
  );
  const protocols: Record<string, string> = {};
  for (const [, rows] of Map.groupBy(tickets, (ticket) => ticket.channelId)) {
    const [one, other] = rows;
    if (one && other) Object.assign(protocols, await mergeTickets(ctx, scope, survivingTicket(one, other)));
  }
  const moved = await scope.query<{ id: string }>(
    'update tickets set contact_id = $1::uuid, rev = rev + 1 where contact_id = $2::uuid returning id',
    [kept.id, lost.id],
  );
  for (const entityId of new Set([...moved, ...tickets.filter((ticket) => ticket.contactId === kept.id)].map(idOf))) {
    scope.event({ type: 'ticket', entityId });
  }
  return protocols;
}

const idOf = ({ id }: { id: string }): string => id;
