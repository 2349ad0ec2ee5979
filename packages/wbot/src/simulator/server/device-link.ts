import { type BinaryNode, decodeBinaryNode, encodeBinaryNode } from 'baileys';
import { DelayLine } from '../delays.ts';
import type { Account, Companion, QueuedStanza } from '../state/model.ts';
import type { Connection } from '../wire/connection.ts';
import { node, serverJid } from '../wire/nodes.ts';
import { slowness } from './slowness.ts';
import type { World } from './world.ts';

/** An online device. Until it asks to be `active` it gets nothing but answers. */
export interface DeviceLink {
  account: Account;
  companion: Companion;
  connection: Connection;
  active: boolean;
  /** Keeps this device's acks, and what follows them, in order. */
  acks: DelayLine;
  /** Keeps messages for this device in order, however slow some are. */
  inbox: DelayLine;
}

export function linkKey(account: Account, device: number): string {
  return `${account.phone}.${device}`;
}

export function linkOf(world: World, account: Account, device: number): DeviceLink | undefined {
  return world.links.get(linkKey(account, device));
}

export function createLink(world: World, link: Omit<DeviceLink, 'active' | 'acks' | 'inbox'>): DeviceLink {
  return { ...link, active: false, acks: new DelayLine(world.timers), inbox: new DelayLine(world.timers) };
}

/** Hands a stanza to a device: kept until confirmed, sent now when the device is listening. */
export function deliver(world: World, to: { account: Account; companion: Companion }, stanza: BinaryNode): void {
  const { account, companion } = to;
  companion.queue.push({ kind: stanza.tag, id: stanza.attrs.id ?? '', wire: encodeBinaryNode(stanza) });
  world.accounts.changed(account);
  const link = linkOf(world, account, companion.id);
  if (!link?.active) return;
  const send = () => link.connection.send(stanza);
  const slow = stanza.tag === 'message' ? slowness(world, account, { what: 'message' }) : null;
  if (slow) link.inbox.later(slow, send);
  else link.inbox.next(send);
}

/** Sends to a listening device and forgets; for what is worthless later (typing). */
export function deliverNow(world: World, account: Account, stanza: BinaryNode): void {
  for (const companion of account.companions) {
    const link = linkOf(world, account, companion.id);
    if (link?.active) link.connection.send(stanza);
  }
}

/** The device has these stanzas: stop keeping them. Of those under one id (a message and its resend) only the oldest. */
export function confirm(world: World, link: DeviceLink, seen: { kind: string; ids: readonly string[] }): void {
  const { companion, account } = link;
  const { kind, ids } = seen;
  for (const id of ids) {
    const oldest = companion.queue.findIndex((item) => item.kind === kind && item.id === id);
    if (oldest >= 0) companion.queue.splice(oldest, 1);
  }
  world.accounts.changed(account);
}

/** Delivers what gathered while the device was away and starts live delivery. */
export async function flushBacklog(world: World, link: DeviceLink): Promise<void> {
  const decoded = new Map<QueuedStanza, BinaryNode>();
  // Decoding yields, and the queue may grow meanwhile: repeat until nothing is missing.
  while (link.companion.queue.some((item) => !decoded.has(item))) {
    for (const item of link.companion.queue) {
      if (!decoded.has(item)) decoded.set(item, await decodeBinaryNode(Buffer.from(item.wire)));
    }
  }
  const backlog = link.companion.queue.flatMap((item) => decoded.get(item) ?? []);
  const count = (tag: string) => backlog.filter((stanza) => stanza.tag === tag).length;
  const preview = {
    count: backlog.length,
    message: count('message'),
    receipt: count('receipt'),
    notification: count('notification'),
  };
  link.connection.send(node('ib', { from: serverJid }, [node('offline_preview', preview)]));
  const lost = new Set<BinaryNode>();
  for (const stanza of backlog.filter(({ tag }) => tag === 'message')) {
    if (!world.faults.strike('lose-backlog', ({ phone }) => phone === link.account.phone)) break;
    lost.add(stanza);
    confirm(world, link, { kind: 'message', ids: [stanza.attrs.id ?? ''] });
  }
  for (const stanza of backlog.filter((item) => !lost.has(item))) {
    link.connection.send({ ...stanza, attrs: { ...stanza.attrs, offline: '0' } });
  }
  link.connection.send(node('ib', { from: serverJid }, [node('offline', { count: backlog.length })]));
  link.active = true;
}
