import type { UpdateChannelInput } from '../contracts/index.ts';
import type { ChannelRow } from './repository.ts';

/** The columns that a person sets. */
export type ChannelColumns = Pick<
  ChannelRow,
  | 'name'
  | 'color'
  | 'queue_id'
  | 'reopen_window_s'
  | 'takes_groups'
  | 'history_days'
  | 'read_receipts'
  | 'call_policy'
  | 'call_text'
  | 'rate_ms'
  | 'burst_ms'
  | 'proxy_label'
>;

const minuteMs = 60_000;

/** The budget as it is stored: what one message takes of it, and how much may be spent at once. */
function budgetOf(row: ChannelColumns, wanted: UpdateChannelInput): Pick<ChannelColumns, 'rate_ms' | 'burst_ms'> {
  if (wanted.ratePerMinute === undefined && wanted.burst === undefined) return row;
  const rateMs = wanted.ratePerMinute === undefined ? row.rate_ms : Math.round(minuteMs / wanted.ratePerMinute);
  const atOnce = wanted.burst ?? (row.rate_ms === 0 ? 1 : Math.round(row.burst_ms / row.rate_ms));
  return { rate_ms: rateMs, burst_ms: rateMs * atOnce };
}

/** What an update really changes, old and new, by column. The proxy is not among it: its secret cannot be compared. */
export function changesOf(
  row: ChannelColumns,
  wanted: UpdateChannelInput,
): { before: Partial<ChannelColumns>; after: Partial<ChannelColumns> } {
  const budget = budgetOf(row, wanted);
  const next: ChannelColumns = {
    name: wanted.name ?? row.name,
    color: wanted.color ?? row.color,
    queue_id: wanted.queueId === undefined ? row.queue_id : wanted.queueId,
    reopen_window_s: wanted.reopenWindowS ?? row.reopen_window_s,
    takes_groups: wanted.takesGroups ?? row.takes_groups,
    history_days: wanted.historyDays ?? row.history_days,
    read_receipts: wanted.readReceipts ?? row.read_receipts,
    call_policy: wanted.callPolicy ?? row.call_policy,
    call_text: wanted.callText === undefined ? row.call_text : wanted.callText || null,
    rate_ms: budget.rate_ms,
    burst_ms: budget.burst_ms,
    proxy_label: row.proxy_label,
  };
  const isChanged = ([name, value]: [string, unknown]): boolean => value !== Reflect.get(row, name);
  const after: Partial<ChannelColumns> = Object.fromEntries(Object.entries(next).filter(isChanged));
  const before: Partial<ChannelColumns> = Object.fromEntries(
    Object.keys(after).map((name) => [name, Reflect.get(row, name)]),
  );
  return { before, after };
}
