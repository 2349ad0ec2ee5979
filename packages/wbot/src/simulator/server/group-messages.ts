import type { BinaryNode } from 'baileys';
import { receiveOnDevice } from '../phone/device-receive.ts';
import { receiveInGroup } from '../phone/group-receive.ts';
import { type Group, memberOf } from '../state/groups.ts';
import { parseJid } from '../state/jid.ts';
import type { Account } from '../state/model.ts';
import { child, children, node } from '../wire/nodes.ts';
import { type DeviceLink, deliver } from './device-link.ts';
import { accountsOf, namesOf } from './groups.ts';
import { inBackground, serverNowMs, serverSeconds, type World } from './world.ts';

/** Encrypted parts meant for one device only, by account and device. */
function directParts(world: World, stanza: BinaryNode): Map<string, BinaryNode> {
  const parts = new Map<string, BinaryNode>();
  for (const to of children(child(stanza, 'participants'), 'to')) {
    const enc = child(to, 'enc');
    const account = world.accounts.find(to.attrs.jid);
    if (enc && account) parts.set(`${account.phone}.${parseJid(to.attrs.jid)?.device ?? 0}`, enc);
  }
  return parts;
}

/** Whom a stanza goes to: one device when it repeats a message for it, else every member. */
function audience(world: World, group: Group, stanza: BinaryNode): { account: Account; device: number | null }[] {
  const only = world.accounts.find(stanza.attrs.participant);
  if (only) return [{ account: only, device: parseJid(stanza.attrs.participant)?.device ?? 0 }];
  return accountsOf(world, group).map((account) => ({ account, device: null }));
}

function attributesOf(world: World, link: DeviceLink, { group, stanza }: { group: Group; stanza: BinaryNode }) {
  const { account, companion } = link;
  const { jid, other } = namesOf(group, account, companion.id);
  return {
    from: group.id,
    participant: jid,
    ...(group.addressing === 'lid' ? { participant_pn: other } : { participant_lid: other }),
    addressing_mode: group.addressing,
    id: stanza.attrs.id,
    t: serverSeconds(world),
    type: stanza.attrs.type,
    edit: stanza.attrs.edit,
    notify: account.name,
  };
}

/** The server's refusal of a message to a group; null when it may pass. */
export function groupRefusal(world: World, link: DeviceLink, stanza: BinaryNode): string | null {
  if (!stanza.attrs.to?.endsWith('@g.us')) return null;
  const group = world.groups.find(stanza.attrs.to);
  const member = group && memberOf(group, link.account.phone);
  return member && (!group.isAnnouncement || member.role !== 'member') ? null : '420';
}

/** Passes a device's message on to the phones and devices of a group. */
export function routeToGroup(world: World, link: DeviceLink, stanza: BinaryNode): void {
  const group = world.groups.find(stanza.attrs.to);
  if (!group) return;
  const shared = children(stanza, 'enc');
  const direct = directParts(world, stanza);
  const identity = child(stanza, 'device-identity');
  const { account: from, companion: sender } = link;
  for (const { account, device } of audience(world, group, stanza)) {
    const isFor = (id: number) => device === null || device === id;
    const partsFor = (id: number) => {
      const own = direct.get(`${account.phone}.${id}`);
      return own ? [own, ...shared] : shared;
    };
    const arrived = { group, from, device: sender.id, id: stanza.attrs.id ?? '', atMs: serverNowMs(world) };
    if (isFor(0)) inBackground(world, 'phone', receiveInGroup(world, account, { ...arrived, encs: partsFor(0) }));
    for (const simulated of (account.devices ?? []).filter(({ id }) => isFor(id))) {
      const incoming = { ...arrived, mode: group.addressing, encs: partsFor(simulated.id) };
      inBackground(world, 'companion', receiveOnDevice(world, { owner: account, device: simulated }, incoming));
    }
    for (const companion of account.companions) {
      if (companion === sender || !isFor(companion.id)) continue;
      const content = identity ? [...partsFor(companion.id), identity] : partsFor(companion.id);
      deliver(world, { account, companion }, node('message', attributesOf(world, link, { group, stanza }), content));
    }
  }
}
