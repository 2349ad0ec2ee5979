import type { ChannelView } from '../contracts/index.ts';
import type { ChannelRow } from './repository.ts';

const instant = (text: string): string => new Date(text).toISOString();

export const presentChannel = (row: ChannelRow): ChannelView => ({
  id: row.id,
  rev: row.rev,
  name: row.name,
  kind: row.kind,
  state: row.state,
  reason: row.reason,
  qr: row.qr,
  phone: row.phone,
  profileName: row.profile_name,
  queue:
    row.queue_id !== null && row.queue_name !== null && row.queue_color !== null
      ? { id: row.queue_id, name: row.queue_name, color: row.queue_color }
      : null,
  stateChangedAt: instant(row.state_changed_at),
  completeUntil: row.complete_until === null ? null : instant(row.complete_until),
  historyPercent: row.history_percent,
  gap:
    row.gap_messages === null || row.gap_until === null
      ? null
      : {
          messages: row.gap_messages,
          since: row.gap_since === null ? null : instant(row.gap_since),
          until: instant(row.gap_until),
        },
});
