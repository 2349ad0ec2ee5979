import type { DeliveryState, Direction, MessageKind, MessageView } from '../contracts/index.ts';
import { instant } from '../tickets/present.ts';

export const messageColumns = `
  m.id, m.rev, m.ticket_id, m.client_id, m.direction, m.kind, m.raw_kind, m.body, m.state, m.failure, m.from_me,
  m.sent_at, u.id as user_id, u.name as user_name, a.number as attendance_number`;
export const messageJoins = `
  left join users u on u.tenant_id = m.tenant_id and u.id = m.user_id
  left join attendances a on a.tenant_id = m.tenant_id and a.id = m.attendance_id`;

export interface MessageRow {
  id: string;
  rev: number;
  ticket_id: string;
  client_id: string | null;
  direction: Direction;
  kind: MessageKind;
  raw_kind: string | null;
  body: string | null;
  state: DeliveryState | null;
  failure: string | null;
  from_me: boolean;
  sent_at: string;
  user_id: string | null;
  user_name: string | null;
  attendance_number: number | null;
}

export function presentMessage(row: MessageRow): MessageView {
  return {
    id: row.id,
    rev: row.rev,
    ticketId: row.ticket_id,
    clientId: row.client_id,
    direction: row.direction,
    kind: row.kind,
    rawKind: row.raw_kind,
    body: row.body,
    state: row.state,
    failure: row.failure,
    author: row.user_id ? { id: row.user_id, name: row.user_name ?? '' } : null,
    fromPhone: row.from_me && row.user_id === null,
    attendanceNumber: row.attendance_number,
    sentAt: instant(row.sent_at),
  };
}
