import type { BinaryNode } from 'baileys';
import { type Group, memberOf } from '../state/groups.ts';
import type { Account } from '../state/model.ts';
import { bytes, child, children, iqError, iqResult, node } from '../wire/nodes.ts';
import type { DeviceLink } from './device-link.ts';
import { changeGroup, createGroup, type GroupChange, groupNode } from './groups.ts';
import type { World } from './world.ts';

const memberChanges = ['add', 'remove', 'promote', 'demote'] as const;
const settings = ['announcement', 'not_announcement', 'locked', 'unlocked'] as const;

function people(world: World, parent: BinaryNode): (Account | { jid: string })[] {
  return children(parent, 'participant').map(({ attrs }) => world.accounts.find(attrs.jid) ?? { jid: attrs.jid ?? '' });
}

interface Asked {
  world: World;
  link: DeviceLink;
  iq: BinaryNode;
}

function create({ world, link, iq }: Asked, wanted: BinaryNode): BinaryNode {
  const members = people(world, wanted).filter((person) => 'phone' in person);
  const group = createGroup(world, link.account, { subject: wanted.attrs.subject ?? '', members });
  return iqResult(iq, [groupNode(world, group)]);
}

function leave({ world, link, iq }: Asked, wanted: BinaryNode): BinaryNode {
  for (const { attrs } of children(wanted, 'group')) {
    const group = world.groups.find(attrs.id);
    if (group)
      changeGroup(world, group, { by: link.account, change: { kind: 'remove', phones: [link.account.phone] } });
  }
  return iqResult(iq, [node('leave', {}, children(wanted, 'group'))]);
}

function answerMembers(iq: BinaryNode, wanted: BinaryNode, found: (Account | { jid: string })[]): BinaryNode {
  const asked = children(wanted, 'participant').map(({ attrs }, index) =>
    node('participant', { jid: attrs.jid, error: 'phone' in (found[index] ?? {}) ? null : 404 }),
  );
  return iqResult(iq, [node(wanted.tag, {}, asked)]);
}

function changeOf(world: World, iq: BinaryNode): { change: GroupChange; answer: BinaryNode } | null {
  for (const kind of memberChanges) {
    const wanted = child(iq, kind);
    if (!wanted) continue;
    const found = people(world, wanted);
    const phones = found.flatMap((person) => ('phone' in person ? [person.phone] : []));
    return { change: { kind, phones }, answer: answerMembers(iq, wanted, found) };
  }
  const subject = child(iq, 'subject');
  if (subject) return { change: { kind: 'subject', text: bytes(subject).toString('utf8') }, answer: iqResult(iq) };
  const description = child(iq, 'description');
  if (description) {
    const body = child(description, 'body');
    const text = body ? bytes(body).toString('utf8') : '';
    return { change: { kind: 'description', text }, answer: iqResult(iq) };
  }
  const kind = settings.find((setting) => child(iq, setting));
  return kind ? { change: { kind }, answer: iqResult(iq) } : null;
}

function ofGroup({ world, link, iq }: Asked, group: Group): BinaryNode {
  if (!memberOf(group, link.account.phone)) return iqError(iq, 403, 'forbidden');
  if (child(iq, 'query')) return iqResult(iq, [groupNode(world, group)]);
  const wanted = changeOf(world, iq);
  if (!wanted) return iqResult(iq);
  const isSelfRemoval =
    wanted.change.kind === 'remove' && wanted.change.phones.every((phone) => phone === link.account.phone);
  const isAdmin = memberOf(group, link.account.phone)?.role !== 'member';
  if (!isAdmin && !isSelfRemoval) return iqError(iq, 403, 'forbidden');
  changeGroup(world, group, { by: link.account, change: wanted.change });
  return wanted.answer;
}

/** `w:g2`: groups that a device asks about, makes, changes and leaves. */
export function answerGroups(world: World, link: DeviceLink, iq: BinaryNode): BinaryNode {
  const asked = { world, link, iq };
  const wanted = child(iq, 'create');
  if (wanted) return create(asked, wanted);
  const left = child(iq, 'leave');
  if (left) return leave(asked, left);
  if (child(iq, 'participating')) {
    const groups = world.groups.all().filter((group) => memberOf(group, link.account.phone));
    return iqResult(iq, [
      node(
        'groups',
        {},
        groups.map((group) => groupNode(world, group)),
      ),
    ]);
  }
  const group = world.groups.find(iq.attrs.to);
  return group ? ofGroup(asked, group) : iqError(iq, 404, 'item-not-found');
}
