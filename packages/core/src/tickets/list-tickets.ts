import { type ListTicketsInput, listTicketsInput, type TicketPage, type TicketTab } from '../contracts/index.ts';
import { type Context, invalidInput, read, requirePermission } from '../kernel/index.ts';
import { presentTicket, type TicketRow, ticketColumns, ticketJoins } from './present.ts';
import { viewerOf, viewerParameters, visibleSql } from './visibility.ts';

/** Each tab is one fixed text that walks `(state, last_at desc, id desc)`; `isOnTab` in contracts says the same. */
const tabSql: Record<TicketTab, string> = {
  mine: `t.state = 'open' and not t.is_group and t.user_id = $2::uuid and ${visibleSql}`,
  pending: `t.state = 'pending' and not t.is_group and ${visibleSql}`,
  groups: `t.state <> 'closed' and t.is_group and ${visibleSql}`,
  closed: `t.state = 'closed' and ${visibleSql}`,
};
const newest = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** Somebody without a queue sees little of the closed tickets: walking all of them for it would take long. */
const ownClosed = `t.state = 'closed' and t.user_id = $2::uuid and ${visibleSql}`;

const page = `(t.last_at, t.id) < ($5::timestamptz, $6::uuid) order by t.last_at desc, t.id desc limit $7`;

/** Names are few and found first, by index; then their tickets. */
const searched = (condition: string): string => `
  with found as materialized (
    select s.id from contact_search s where s.words like $8 and s.words like $9 and s.words like $10 and s.words like all($11::text[]) limit 5000
  )
  select ${ticketColumns} from (
    select t.* from found f join tickets t on t.contact_id = f.id where ${condition} and ${page}
  ) t ${ticketJoins} order by t.last_at desc, t.id desc`;

const walked = (condition: string): string => `
  select ${ticketColumns} from (select * from tickets t where ${condition} and ${page}) t
  ${ticketJoins} order by t.last_at desc, t.id desc`;

function conditionOf(ctx: Context, tab: TicketTab): string {
  const { readAll, readUnqueued, queueIds } = viewerOf(ctx);
  return tab === 'closed' && !readAll && !readUnqueued && queueIds.length === 0 ? ownClosed : tabSql[tab];
}

/** A page of one tab, newest activity first; 40 rows unless told. */
export async function listTickets(ctx: Context, input: ListTicketsInput): Promise<TicketPage> {
  requirePermission(ctx, 'ticket:read');
  const { tab, search, cursor, limit } = listTicketsInput.parse(input);
  const from = cursor ? parseListCursor(cursor) : newest;
  const patterns = search ? searchPatterns(search) : [];
  const first = [...viewerParameters(ctx), from.at, from.id, limit + 1];
  const rows = await read(ctx, (scope) =>
    patterns.length > 0
      ? scope.query<TicketRow>(searched(conditionOf(ctx, tab)), [...first, ...indexed(patterns), patterns])
      : scope.query<TicketRow>(walked(conditionOf(ctx, tab)), first),
  );
  const items = rows.slice(0, limit).map(presentTicket);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? `${last.lastActivityAt}_${last.id}` : null };
}

function parseListCursor(cursor: string): { at: string; id: string } {
  const match = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z)_([0-9a-f-]{36})$/.exec(cursor);
  if (!match?.[1] || !match[2]) throw invalidInput('cursor', 'was not given out by this list');
  return { at: match[1], id: match[2] };
}

/** The three longest words go through the index, which leaves few rows to check the others on. */
function indexed(patterns: readonly string[]): [string, string, string] {
  const [first = '%', second = first, third = first] = patterns.toSorted((a, b) => b.length - a.length);
  return [first, second, third];
}

/** Every word must appear, in any order; a phone number may be typed with its punctuation. */
export function searchPatterns(search: string): string[] {
  const plain = search.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const digits = plain.replaceAll(/[\s()+.-]/g, '');
  const words = /^\d{3,}$/.test(digits) ? [digits] : plain.split(/\s+/);
  return words.filter((word) => word !== '').map((word) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`);
}
