import type { ChannelView } from '../contracts/index.ts';
import type { ChannelRow } from './repository.ts';

const instant = (text: string): string => new Date(text).toISOString();
const instantOrNull = (text: string | null): string | null => (text === null ? null : instant(text));
const minuteMs = 60_000;

export const presentChannel = (row: ChannelRow): ChannelView => ({
  id: row.id,
  rev: row.rev,
  name: row.name,
  color: row.color,
  kind: row.kind,
  state: row.state,
  reason: row.reason,
  qr: row.qr,
  pairing: row.pairing_phone === null ? null : { phone: row.pairing_phone, code: row.pairing_code },
  phone: row.phone,
  profileName: row.profile_name,
  queue:
    row.queue_id !== null && row.queue_name !== null && row.queue_color !== null
      ? { id: row.queue_id, name: row.queue_name, color: row.queue_color }
      : null,
  stateChangedAt: instant(row.state_changed_at),
  completeUntil: instantOrNull(row.complete_until),
  historyPercent: row.history_percent,
  gap:
    row.gap_messages === null || row.gap_until === null
      ? null
      : {
          messages: row.gap_messages,
          since: row.gap_since === null ? null : instant(row.gap_since),
          until: instant(row.gap_until),
        },
  restriction: row.restriction === null ? null : { kind: row.restriction, until: instantOrNull(row.restricted_until) },
  settings: {
    reopenWindowS: row.reopen_window_s,
    takesGroups: row.takes_groups,
    historyDays: row.history_days,
    readReceipts: row.read_receipts,
    callPolicy: row.call_policy,
    callText: row.call_text,
    ratePerMinute: row.rate_ms === 0 ? 0 : Math.round(minuteMs / row.rate_ms),
    burst: row.rate_ms === 0 ? 0 : Math.round(row.burst_ms / row.rate_ms),
    proxy: row.proxy_label,
  },
  health: {
    lastInboundAt: instantOrNull(row.last_inbound_at),
    lastOutboundAt: instantOrNull(row.last_outbound_at),
    reconnects: row.reconnects,
    undecryptable: row.undecryptable,
    refused: row.refused,
    ingestLagMs: row.ingest_lag_ms ?? 0,
    updatedAt: instantOrNull(row.health_at),
  },
  alerts: row.alerts.map(({ kind, since }) => ({ kind, since: instant(since) })),
  isArchived: row.archived_at !== null,
});
