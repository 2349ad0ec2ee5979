import type { Parameter } from '@tiktickets/db';
import {
  type ListTicketsInput,
  listTicketsInput,
  type TicketFilters,
  type TicketPage,
  type TicketTab,
} from '../contracts/index.ts';
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

/** One fixed text for all filters, with $8 … $11 from `filterParameters`; `passesFilters` in contracts says the same. */
const filterSql = `($8::uuid is null or t.queue_id = $8::uuid) and ($9::uuid is null or t.user_id = $9::uuid)
  and ($10::uuid is null or t.channel_id = $10::uuid) and (not $11::bool or t.unread_count > 0)`;
const filterParameters = (filters: TicketFilters): Parameter[] => [
  filters.queueId ?? null,
  filters.userId ?? null,
  filters.channelId ?? null,
  filters.isUnread ?? false,
];

/** Names are few and found first, by index; then their tickets. A number is looked up beside them. */
const searched = (condition: string): string => `
  with found as materialized (
    select s.id from contact_search s where s.words like $12 and s.words like $13 and s.words like $14 and s.words like all($15::text[]) limit 5000
  )
  select ${ticketColumns} from (
    select t.* from (
      select t.* from found f join tickets t on t.contact_id = f.id
      union all select t.* from tickets t where t.number = $16::bigint and t.contact_id not in (select id from found)
    ) t where ${condition} and ${filterSql} and ${page}
  ) t ${ticketJoins} order by t.last_at desc, t.id desc`;

const filtered = (condition: string): string => walked(`${condition} and ${filterSql}`);

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
  const { tab, filters = {}, search, cursor, limit } = listTicketsInput.parse(input);
  const from = cursor ? parseListCursor(cursor) : newest;
  const patterns = search ? searchPatterns(search) : [];
  const first = [...viewerParameters(ctx), from.at, from.id, limit + 1];
  const condition = conditionOf(ctx, tab);
  const rows = await read(ctx, (scope) => {
    const narrowed = [...first, ...filterParameters(filters)];
    if (search && patterns.length > 0)
      return scope.query<TicketRow>(searched(condition), [
        ...narrowed,
        ...indexed(patterns),
        patterns,
        ticketNumberOf(search),
      ]);
    return Object.keys(filters).length > 0
      ? scope.query<TicketRow>(filtered(condition), narrowed)
      : scope.query<TicketRow>(walked(condition), first);
  });
  const items = rows.slice(0, limit).map(presentTicket);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? `${last.lastActivityAt}_${last.id}` : null };
}

function parseListCursor(cursor: string): { at: string; id: string } {
  const match = /^(\d{4}-\d{2}-\d{2}T[\d:.]+Z)_([0-9a-f-]{36})$/.exec(cursor);
  if (!match?.[1] || !match[2]) throw invalidInput('cursor', 'was not given out by this list');
  return { at: match[1], id: match[2] };
}

/** The ticket that `12`, `#12` or the protocol `12-3` names; null when it can only be a name or a phone number. */
export function ticketNumberOf(search: string): number | null {
  const [, number] = /^#?(\d{1,9})(?:-\d{1,6})?$/.exec(search.trim()) ?? [];
  return number === undefined ? null : Number(number);
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
