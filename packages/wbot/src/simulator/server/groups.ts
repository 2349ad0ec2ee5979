import type { BinaryNode } from 'baileys';
import { randomDigits } from '../random.ts';
import type { Group, Member } from '../state/groups.ts';
import { memberOf } from '../state/groups.ts';
import { jidOf } from '../state/jid.ts';
import type { Account } from '../state/model.ts';
import { node } from '../wire/nodes.ts';
import { deliver } from './device-link.ts';
import { newStanzaId, serverSeconds, type World } from './world.ts';

export type MemberChange = 'add' | 'remove' | 'promote' | 'demote';
export type GroupChange =
  | { kind: MemberChange; phones: readonly string[] }
  | { kind: 'subject' | 'description'; text: string }
  | { kind: 'announcement' | 'not_announcement' | 'locked' | 'unlocked' };

export function accountsOf(world: World, group: Group): Account[] {
  return group.members.flatMap(({ phone }) => world.accounts.find(phone) ?? []);
}

/** Both names of a person, the group's own first. */
export function namesOf(group: Group, account: Account, device = 0): { jid: string; other: string } {
  const isLid = group.addressing === 'lid';
  return { jid: jidOf(account, isLid ? 'lid' : 'pn', device), other: jidOf(account, isLid ? 'pn' : 'lid') };
}

function memberNode(world: World, group: Group, member: Member): BinaryNode[] {
  const account = world.accounts.find(member.phone);
  if (!account) return [];
  const { jid, other } = namesOf(group, account);
  const alias = group.addressing === 'lid' ? { phone_number: other } : { lid: other };
  return [node('participant', { jid, ...alias, type: member.role === 'member' ? null : member.role })];
}

/** A group as the server describes it. */
export function groupNode(world: World, group: Group): BinaryNode {
  const owner = world.accounts.find(group.owner);
  const names = owner ? namesOf(group, owner) : null;
  const attributes = {
    id: group.id.split('@')[0],
    subject: group.subject,
    s_t: group.createdAt,
    s_o: names?.jid,
    creation: group.createdAt,
    creator: names?.jid,
    creator_pn: owner ? jidOf(owner, 'pn') : null,
    size: group.members.length,
    addressing_mode: group.addressing,
  };
  const description = group.description === null ? [] : [descriptionNode(world, group.description)];
  const settings = group.isAnnouncement ? [node('announcement')] : [];
  const members = group.members.flatMap((member) => memberNode(world, group, member));
  return node('group', attributes, [...description, ...settings, ...members]);
}

function descriptionNode(world: World, text: string): BinaryNode {
  return node('description', { id: 'd1', t: serverSeconds(world) }, [node('body', {}, Buffer.from(text))]);
}

/** Tells the devices of these people about a change that `by` made. */
function announce(
  world: World,
  group: Group,
  news: { by: Account; to: readonly Account[]; content: BinaryNode },
): void {
  const { by, to, content } = news;
  const { jid, other } = namesOf(group, by);
  const attributes = {
    type: 'w:gp2',
    from: group.id,
    participant: jid,
    ...(group.addressing === 'lid' ? { participant_pn: other } : {}),
    addressing_mode: group.addressing,
    notify: by.name,
    id: newStanzaId(world, 'group'),
    t: serverSeconds(world),
  };
  for (const account of to) {
    for (const companion of account.companions) {
      deliver(world, { account, companion }, node('notification', attributes, [content]));
    }
  }
}

/** Repeats under the same seed, but never one that is there. */
function newGroupId(world: World): string {
  while (true) {
    const id = `1203630${randomDigits(world.random, 11)}@g.us`;
    if (!world.groups.find(id)) return id;
  }
}

export function createGroup(
  world: World,
  by: Account,
  input: {
    subject: string;
    members: readonly Account[];
    addressing?: Group['addressing'] | undefined;
    id?: string | undefined;
  },
): Group {
  const people = [...new Set([by, ...input.members])];
  const group: Group = {
    id: input.id ?? newGroupId(world),
    subject: input.subject,
    description: null,
    createdAt: serverSeconds(world),
    owner: by.phone,
    addressing: input.addressing ?? 'lid',
    isAnnouncement: false,
    members: people.map(({ phone }) => ({ phone, role: phone === by.phone ? 'superadmin' : 'member' })),
  };
  world.groups.save(group);
  announce(world, group, { by, to: people, content: node('create', {}, [groupNode(world, group)]) });
  return group;
}

/** A key that a leaver knows must not protect what is said afterwards. */
function renewSenderKeys(world: World, group: Group): void {
  for (const account of accountsOf(world, group)) {
    delete account.sharedSenderKeys?.[group.id];
    delete account.senderKeys?.[`${group.id}|${account.phone}.0`];
    world.accounts.changed(account);
  }
}

function changeMembers(
  world: World,
  group: Group,
  input: { by: Account; kind: MemberChange; phones: readonly string[] },
) {
  const { by, kind, phones } = input;
  const before = accountsOf(world, group);
  const affected = phones.flatMap((phone): Member[] => {
    const member = memberOf(group, phone);
    if (kind === 'add') return member || !world.accounts.find(phone) ? [] : [{ phone, role: 'member' }];
    return member ? [member] : [];
  });
  const isAffected = ({ phone }: Member) => affected.some((member) => member.phone === phone);
  const nodes = affected.flatMap((member) => memberNode(world, group, member));
  if (kind === 'add') group.members.push(...affected);
  else if (kind === 'remove') group.members = group.members.filter((member) => !isAffected(member));
  else for (const member of affected) member.role = kind === 'promote' ? 'admin' : 'member';
  world.groups.save(group);
  if (affected.length === 0) return;
  if (kind === 'remove') renewSenderKeys(world, group);
  announce(world, group, { by, to: before, content: node(kind, {}, nodes) });
  if (kind !== 'add') return;
  const newcomers = affected.flatMap(({ phone }) => world.accounts.find(phone) ?? []);
  announce(world, group, { by, to: newcomers, content: node('create', {}, [groupNode(world, group)]) });
}

/** Changes a group and tells its members. */
export function changeGroup(world: World, group: Group, input: { by: Account; change: GroupChange }): void {
  const { by, change } = input;
  if ('phones' in change) {
    changeMembers(world, group, { by, ...change });
    return;
  }
  const to = accountsOf(world, group);
  if (change.kind === 'subject') {
    group.subject = change.text;
    announce(world, group, { by, to, content: node('subject', { subject: change.text, s_t: serverSeconds(world) }) });
  } else if (change.kind === 'description') {
    group.description = change.text;
    announce(world, group, { by, to, content: descriptionNode(world, change.text) });
  } else if ('kind' in change) {
    if (change.kind.endsWith('announcement')) group.isAnnouncement = change.kind === 'announcement';
    announce(world, group, { by, to, content: node(change.kind) });
  }
  world.groups.save(group);
}
