import { coldSql } from '../channels/index.ts';
import type {
  DeliveryState,
  Direction,
  MediaView,
  MessageDetails,
  MessageKind,
  MessageView,
} from '../contracts/index.ts';
import { instant, instantOrNull } from '../tickets/present.ts';
import {
  type PeopleRow,
  peopleColumns,
  peopleJoins,
  presentPeople,
  presentQuotedAuthor,
  presentSender,
} from './present-people.ts';

export const messageColumns = `
  m.id, m.rev, m.ticket_id, m.client_id, m.direction, m.kind, m.raw_kind, m.body, m.state, m.failure, m.from_me,
  m.sent_at, m.state_at, hc.restriction as hold_reason, hc.restricted_until as hold_until, to_jsonb(oc) as change, u.id as user_id, u.name as user_name, a.number as attendance_number,
  m.details, m.quoted, m.is_forwarded, m.is_ephemeral, m.is_history, m.album_remote_id, pv.votes, m.edited_at, m.deleted_at, qm.id as quoted_id, r.reactions, to_jsonb(f) as media, ${peopleColumns},
  m.deleted_at is not null and (select deleted_messages = 'hide' from tenants own where own.id = m.tenant_id) as is_hidden`;
export const messageJoins = `
  left join users u on u.tenant_id = m.tenant_id and u.id = m.user_id
  left join attendances a on a.tenant_id = m.tenant_id and a.id = m.attendance_id
  left join messages qm on m.quoted is not null and qm.tenant_id = m.tenant_id and qm.channel_id = m.channel_id
    and qm.remote_id = m.quoted ->> 'remoteId' and qm.ticket_id = m.ticket_id
  left join channels hc on m.state = 'queued' and hc.tenant_id = m.tenant_id and hc.id = m.channel_id
    and hc.restricted_until > now() and ${coldSql}
  left join lateral (
    select c.id, c.kind, c.body, c.state, coalesce(c.state_at, c.sent_at) as state_at, c.failure from messages c
    where c.tenant_id = m.tenant_id and c.target_id = m.id and c.state in ('queued', 'sending', 'failed') and c.discarded_at is null
    order by c.seq desc limit 1
  ) oc on true
  left join lateral (
    select id, kind, state, failure, mimetype, file_name, size_bytes, width, height, seconds, waveform, thumbnail,
      coalesce(prepare = 'due' and kind = 'voice' and uploaded_by is not null, false) as "isPreparing",
      exists (select from media_renditions s where s.tenant_id = f.tenant_id and s.media_id = f.id and s.kind = 'thumbnail') as "hasThumbnail",
      exists (select from media_renditions s where s.tenant_id = f.tenant_id and s.media_id = f.id and s.kind = 'playable') as "hasPlayable"
    from media f where f.tenant_id = m.tenant_id and f.message_id = m.id
  ) f on true
  left join lateral (
    select jsonb_agg(jsonb_build_object('emoji', emoji, 'count', n, 'isOurs', ours) order by n desc, emoji) as reactions from (
      select emoji, count(*)::int as n, bool_or(author = 'me') as ours
      from message_reactions e where e.tenant_id = m.tenant_id and e.message_id = m.id group by emoji
    ) by_emoji
  ) r on true
  left join lateral (
    select jsonb_agg(jsonb_build_object('voter', case when v.voter <> 'me' then coalesce(vc.name, '') end, 'options', v.options) order by v.voted_at) as votes
    from poll_votes v
    left join contact_identities vi on vi.tenant_id = v.tenant_id and vi.kind in ('lid', 'phone') and vi.value = v.voter
    left join contacts vc on vc.tenant_id = vi.tenant_id and vc.id = vi.contact_id
    where m.kind = 'poll' and v.tenant_id = m.tenant_id and v.channel_id = m.channel_id and v.poll_remote_id = m.remote_id
      and v.options <> '[]'::jsonb
  ) pv on true
  ${peopleJoins}`;

export interface MessageRow extends PeopleRow {
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
  state_at: string | null;
  hold_reason: NonNullable<MessageView['hold']>['reason'] | null;
  hold_until: string | null;
  change: Json<ChangeRow> | null;
  user_id: string | null;
  user_name: string | null;
  attendance_number: number | null;
  details: Json<MessageDetails> | null;
  quoted: Json<QuotedRow> | null;
  quoted_id: string | null;
  reactions: Json<MessageView['reactions']> | null;
  media: Json<MediaRow> | null;
  is_forwarded: boolean;
  is_ephemeral: boolean;
  is_history: boolean;
  album_remote_id: string | null;
  votes: Json<MessageView['votes']> | null;
  edited_at: string | null;
  deleted_at: string | null;
  /** Taken back, and the company does not keep what it said. */
  is_hidden: boolean;
}

interface QuotedRow {
  kind: MessageKind;
  preview: string | null;
  fromMe: boolean;
  participant?: { phone: string | null; lid: string | null } | null;
}

/** JSON columns arrive as text or parsed, depending on the client's parsers. */
type Json<T> = T | string;
const json = <T>(value: Json<T>): T => (typeof value === 'string' ? JSON.parse(value) : value);

interface MediaRow extends Omit<MediaView, 'fileName' | 'sizeBytes'> {
  file_name: string | null;
  size_bytes: number | null;
}

interface ChangeRow {
  id: string;
  kind: NonNullable<MessageView['change']>['kind'];
  body: string | null;
  state: DeliveryState;
  state_at: string;
  failure: string | null;
}

function presentChange({ state_at, body, ...row }: ChangeRow): MessageView['change'] {
  return { ...row, text: body, stateAt: instant(state_at) };
}

const presentHold = ({ hold_reason: reason, hold_until: until }: MessageRow): MessageView['hold'] =>
  reason === null || until === null ? null : { reason, until: instant(until) };

export function presentMedia({ file_name, size_bytes, ...row }: MediaRow): MediaView {
  return { ...row, fileName: file_name, sizeBytes: size_bytes };
}

function presentQuoted(row: MessageRow): MessageView['quoted'] {
  if (row.quoted === null) return null;
  const { kind, preview, fromMe, participant } = json(row.quoted);
  const author = fromMe ? null : presentQuotedAuthor(row, participant);
  return { messageId: row.quoted_id, kind, preview, isOurs: fromMe, author };
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
    body: row.is_hidden ? null : row.body,
    state: row.state,
    failure: row.failure,
    stateAt: instantOrNull(row.state_at),
    hold: presentHold(row),
    change: row.change === null ? null : presentChange(json(row.change)),
    author: row.user_id ? { id: row.user_id, name: row.user_name ?? '' } : null,
    sender: presentSender(row),
    people: presentPeople(row),
    fromPhone: row.from_me && row.user_id === null,
    attendanceNumber: row.attendance_number,
    sentAt: instant(row.sent_at),
    media: row.media === null || row.is_hidden ? null : presentMedia(json(row.media)),
    details: row.details === null || row.is_hidden ? null : json(row.details),
    quoted: presentQuoted(row),
    reactions: row.reactions === null ? [] : json(row.reactions),
    isForwarded: row.is_forwarded,
    isEphemeral: row.is_ephemeral,
    isHistory: row.is_history,
    albumId: row.album_remote_id,
    votes: row.votes === null ? [] : json(row.votes),
    editedAt: instantOrNull(row.edited_at),
    deletedAt: instantOrNull(row.deleted_at),
  };
}
