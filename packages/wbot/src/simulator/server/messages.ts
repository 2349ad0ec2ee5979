import type { BinaryNode } from 'baileys';
import { bookReceipt } from '../phone/chat-log.ts';
import { receiveOnDevice } from '../phone/device-receive.ts';
import { receiveOnPhone } from '../phone/receive.ts';
import { companionOf, simulatedDeviceOf } from '../state/accounts.ts';
import { jidOf, type ParsedJid, parseJid } from '../state/jid.ts';
import type { Account } from '../state/model.ts';
import { type Attributes, child, children, node } from '../wire/nodes.ts';
import { confirm, type DeviceLink, deliver, linkKey } from './device-link.ts';
import { groupRefusal, routeToGroup } from './group-messages.ts';
import { slowness } from './slowness.ts';
import { inBackground, serverNowMs, serverSeconds, type World } from './world.ts';

interface Copy {
  to: ParsedJid;
  account: Account;
  enc: BinaryNode;
}

/** One for each device: a client that repeats a message for one device lists that device, too. */
function copiesOf(world: World, stanza: BinaryNode): Copy[] {
  const direct = child(stanza, 'enc');
  const targets = children(child(stanza, 'participants'), 'to').map((to) => ({
    jid: to.attrs.jid,
    enc: child(to, 'enc'),
  }));
  if (direct) targets.push({ jid: stanza.attrs.to, enc: direct });
  const copies = new Map<string, Copy>();
  for (const { jid, enc } of targets) {
    const to = parseJid(jid);
    const account = world.accounts.find(jid);
    if (to && account && enc) copies.set(linkKey(account, to.device), { to, account, enc });
  }
  return [...copies.values()];
}

function forwardAttributes(
  world: World,
  link: DeviceLink,
  { stanza, copy }: { stanza: BinaryNode; copy: Copy },
): Attributes {
  const { account, companion } = link;
  const { mode } = copy.to;
  const common = {
    id: stanza.attrs.id,
    t: serverSeconds(world),
    type: stanza.attrs.type,
    edit: stanza.attrs.edit,
    notify: account.name,
  };
  const from = jidOf(account, mode, companion.id);
  const addressing = mode === 'lid' ? { addressing_mode: 'lid' } : {};
  if (copy.account === account) {
    const category = stanza.attrs.category;
    return {
      ...common,
      ...addressing,
      from,
      category,
      recipient: category ? null : (stanza.attrs.recipient ?? stanza.attrs.to),
    };
  }
  const alias = mode === 'lid' ? { sender_pn: jidOf(account, 'pn') } : { sender_lid: jidOf(account, 'lid') };
  return { ...common, ...addressing, ...alias, from };
}

function route(world: World, link: DeviceLink, stanza: BinaryNode): void {
  const identity = child(stanza, 'device-identity');
  for (const copy of copiesOf(world, stanza)) {
    if (copy.to.device === 0) {
      const incoming = {
        from: link.account,
        device: link.companion.id,
        id: stanza.attrs.id ?? '',
        atMs: serverNowMs(world),
        mode: copy.to.mode,
        enc: copy.enc,
      };
      inBackground(world, 'phone', receiveOnPhone(world, copy.account, incoming));
      continue;
    }
    const device = simulatedDeviceOf(copy.account, copy.to.device);
    if (device) {
      const incoming = {
        from: link.account,
        device: link.companion.id,
        id: stanza.attrs.id ?? '',
        atMs: serverNowMs(world),
        mode: copy.to.mode,
        encs: [copy.enc],
      };
      inBackground(world, 'companion', receiveOnDevice(world, { owner: copy.account, device }, incoming));
      continue;
    }
    const companion = companionOf(copy.account, copy.to.device);
    if (!companion || companion === link.companion) continue;
    const content = identity ? [copy.enc, identity] : [copy.enc];
    deliver(
      world,
      { account: copy.account, companion },
      node('message', forwardAttributes(world, link, { stanza, copy }), content),
    );
  }
}

/** While the account is locked, only people who wrote to it can be written to. */
function reachoutRefusal(world: World, { account }: DeviceLink, to: string | undefined): string | null {
  if ((account.timelockUntilS ?? 0) * 1000 <= Date.now()) return null;
  const other = world.accounts.find(to);
  if (!other || other === account) return null;
  return other.chats[account.phone]?.messages.some((message) => message.fromMe) ? null : '463';
}

/** A device sends: the server acknowledges after a moment and passes the copies on in the same order. */
export function handleMessage(world: World, link: DeviceLink, stanza: BinaryNode): void {
  const { phone } = link.account;
  const nack = world.faults.strike('nack', (fault) => fault.phone === phone);
  const lostAck = nack ? null : world.faults.strike('lost-ack', (fault) => fault.phone === phone);
  const { id, to } = stanza.attrs;
  const afterMs = slowness(world, link.account, { what: 'ack' }) ?? world.delays.ackMs;
  link.acks.later(afterMs, () => {
    const refusal = nack?.code ?? groupRefusal(world, link, stanza) ?? reachoutRefusal(world, link, to);
    const ack = node('ack', { class: 'message', id, from: to, t: serverSeconds(world), error: refusal });
    if (!lostAck) link.connection.send(ack);
    if (refusal !== null) return;
    if (to?.endsWith('@g.us')) routeToGroup(world, link, stanza);
    else route(world, link, stanza);
  });
}

/** A device's ack: it will not need that stanza again. An error code is booked for the writer. */
export function handleAck(world: World, link: DeviceLink, ack: BinaryNode): void {
  const { id, class: kind, error, to } = ack.attrs;
  if (!id || !kind) return;
  confirm(world, link, { kind, ids: [id] });
  const writer = world.accounts.find(to) ?? world.accounts.find(ack.attrs.participant);
  if (kind !== 'message' || !error || !writer || writer === link.account) return;
  bookReceipt(writer, { id, from: link.account.phone, device: link.companion.id, state: 'nack' });
}
