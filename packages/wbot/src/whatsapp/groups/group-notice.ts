import { areJidsSameUser, type BinaryNode, getAllBinaryNodeChildren, getBinaryNodeChildren, isJidGroup } from 'baileys';
import type { GroupNoticeType, JournalEntry } from '../../contract.ts';
import { personOf } from '../addresses.ts';
import { clampText } from '../decode/clamp.ts';
import { encodeNotice, noticeAttribute } from '../decode/notice.ts';
import { isOwn, type OwnAddresses } from '../journal-entry.ts';

const notices = new Map<string, GroupNoticeType>([
  ['create', 'create'],
  ['add', 'add'],
  ['remove', 'remove'],
  ['leave', 'leave'],
  ['promote', 'promote'],
  ['demote', 'demote'],
  ['subject', 'subject'],
  ['description', 'description'],
  ['announcement', 'settings'],
  ['not_announcement', 'settings'],
  ['locked', 'settings'],
  ['unlocked', 'settings'],
  ['ephemeral', 'settings'],
  ['not_ephemeral', 'settings'],
]);

const peopleLimit = 300;

function textOf(part: BinaryNode): string | null {
  if (part.tag === 'subject') return clampText(part.attrs.subject, 300);
  if (part.tag === 'create') return clampText(getBinaryNodeChildren(part, 'group')[0]?.attrs.subject, 300);
  if (part.tag !== 'description') return null;
  const body = getBinaryNodeChildren(part, 'body')[0]?.content;
  return body instanceof Uint8Array ? clampText(Buffer.from(body).toString('utf8'), 4_096) : null;
}

/** A group notification as a journal entry; null when it is none. */
export function groupNotice(stanza: BinaryNode, me: OwnAddresses): JournalEntry | null {
  const { attrs } = stanza;
  const [part] = getAllBinaryNodeChildren(stanza);
  if (attrs.type !== 'w:gp2' || !isJidGroup(attrs.from) || !attrs.from || !attrs.id || !part) return null;
  const members = part.tag === 'create' ? [] : getBinaryNodeChildren(part, 'participant').slice(0, peopleLimit);
  const people = members.map((member) => personOf(member.attrs.jid, member.attrs.phone_number, member.attrs.lid));
  const first = members[0]?.attrs.jid;
  const left = part.tag === 'remove' && members.length === 1 && areJidsSameUser(first, attrs.participant);
  const notice = left ? 'leave' : (notices.get(part.tag) ?? 'other');
  const said = encodeNotice({ kind: 'group-notice', notice, people, text: textOf(part) });
  return {
    remoteChat: attrs.from,
    remoteId: attrs.id,
    fromMe: attrs.participant !== undefined && isOwn(attrs.participant, me),
    envelope: { ...attrs, [noticeAttribute]: said },
    content: new Uint8Array(),
  };
}
