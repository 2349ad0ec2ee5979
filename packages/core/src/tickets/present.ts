import type { DeliveryState, Direction, MessageKind, Room, TicketState, TicketView } from '../contracts/index.ts';
import { writingProblem } from '../groups/rules.ts';

/** Everything that a ticket's view needs, over `tickets t`. */
export const ticketColumns = `
  t.id, t.rev, t.number, t.state, t.is_group, t.unread_count, t.attendance_number, t.attendance_opened_at, t.accepted_at,
  t.last_at, t.last_kind, t.last_direction, t.last_preview, t.last_state,
  c.id as contact_id, c.name as contact_name, c.phone as contact_phone, right(c.picture_key, 12) as contact_picture,
  exists (select from contact_blocks b where b.tenant_id = t.tenant_id and b.contact_id = t.contact_id and b.channel_id = t.channel_id and b.wanted) as contact_blocked,
  ch.id as channel_id, ch.name as channel_name, ch.kind as channel_kind,
  q.id as queue_id, q.name as queue_name, q.color as queue_color, u.id as user_id, u.name as user_name,
  coalesce(g.is_member, true) as is_member, coalesce(g.is_announcement, false) as is_announcement, gm.members, gm.is_admin`;
export const ticketJoins = `
  join contacts c on c.tenant_id = t.tenant_id and c.id = t.contact_id
  join channels ch on ch.tenant_id = t.tenant_id and ch.id = t.channel_id
  left join queues q on q.tenant_id = t.tenant_id and q.id = t.queue_id
  left join users u on u.tenant_id = t.tenant_id and u.id = t.user_id
  left join groups g on t.is_group and g.tenant_id = t.tenant_id and g.channel_id = t.channel_id and g.remote_chat = t.remote_chat
  left join lateral (
    select count(*)::int as members,
           coalesce(bool_or(m.role <> 'member') filter (where m.lid = ch.lid or m.phone = ch.phone), false) as is_admin
    from group_members m where t.is_group and m.tenant_id = t.tenant_id and m.channel_id = t.channel_id and m.remote_chat = t.remote_chat
  ) gm on true`;

export interface TicketRow {
  id: string;
  rev: number;
  number: number;
  state: TicketState;
  is_group: boolean;
  unread_count: number;
  attendance_number: number;
  attendance_opened_at: string | null;
  accepted_at: string | null;
  last_at: string;
  last_kind: MessageKind | null;
  last_direction: Direction | null;
  last_preview: string | null;
  last_state: DeliveryState | null;
  contact_id: string;
  contact_name: string;
  contact_phone: string | null;
  contact_picture: string | null;
  contact_blocked: boolean;
  channel_id: string;
  channel_name: string;
  channel_kind: 'whatsapp';
  queue_id: string | null;
  queue_name: string | null;
  queue_color: string | null;
  user_id: string | null;
  user_name: string | null;
  is_member: boolean;
  is_announcement: boolean;
  members: number;
  is_admin: boolean;
}

export const instant = (text: string): string => new Date(text).toISOString();
export const instantOrNull = (text: string | null): string | null => (text === null ? null : instant(text));

function presentRoom(row: TicketRow): Room {
  const { is_member: isMember, is_announcement: isAnnouncement, is_admin: isAdmin, members: memberCount } = row;
  const mayWrite = writingProblem({ isMember, isAnnouncement, isAdmin }) === null;
  return { isMember, isAnnouncement, mayWrite, memberCount };
}

export function presentTicket(row: TicketRow): TicketView {
  return {
    id: row.id,
    rev: row.rev,
    number: row.number,
    state: row.state,
    isGroup: row.is_group,
    group: row.is_group ? presentRoom(row) : null,
    contact: {
      id: row.contact_id,
      name: row.contact_name,
      phone: row.contact_phone,
      picture: row.contact_picture,
      isBlocked: row.contact_blocked,
    },
    channel: { id: row.channel_id, name: row.channel_name, kind: row.channel_kind },
    queue: row.queue_id ? { id: row.queue_id, name: row.queue_name ?? '', color: row.queue_color ?? '' } : null,
    agent: row.user_id ? { id: row.user_id, name: row.user_name ?? '' } : null,
    unreadCount: row.unread_count,
    protocol: row.attendance_number > 0 ? `${row.number}-${row.attendance_number}` : null,
    attendanceOpenedAt: instantOrNull(row.attendance_opened_at),
    acceptedAt: instantOrNull(row.accepted_at),
    lastMessage:
      row.last_kind && row.last_direction
        ? { kind: row.last_kind, direction: row.last_direction, preview: row.last_preview ?? '', state: row.last_state }
        : null,
    lastActivityAt: instant(row.last_at),
  };
}
