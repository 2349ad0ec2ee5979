import type { BinaryNode } from 'baileys';
import { bookReceipt } from '../phone/chat-log.ts';
import { openSession } from '../phone/cipher.ts';
import { resendInGroup } from '../phone/group-send.ts';
import { noteReceipt, resend } from '../phone/send.ts';
import { simulatedDeviceOf } from '../state/accounts.ts';
import { jidOf, parseJid } from '../state/jid.ts';
import type { Account } from '../state/model.ts';
import { child, children, node } from '../wire/nodes.ts';
import { confirm, type DeviceLink, deliver, linkKey } from './device-link.ts';
import { namesOf } from './groups.ts';
import { attachedBundle } from './key-server.ts';
import { answerMediaRequest } from './media-retry.ts';
import { inBackground, serverSeconds, type World } from './world.ts';

const progress = new Map<string | undefined, 'delivered' | 'read' | 'played'>([
  [undefined, 'delivered'],
  ['inactive', 'delivered'],
  ['read', 'read'],
  ['played', 'played'],
]);

function idsOf(receipt: BinaryNode): string[] {
  const rest = children(child(receipt, 'list'), 'item').map((item) => item.attrs.id);
  return [receipt.attrs.id, ...rest].filter((id) => id !== undefined);
}

function handleRetry(world: World, link: DeviceLink, input: { receipt: BinaryNode; writer: Account }): void {
  const { receipt, writer } = input;
  const { account, companion } = link;
  const id = receipt.attrs.id ?? '';
  const group = world.groups.find(receipt.attrs.to);
  const target = parseJid(group ? receipt.attrs.participant : receipt.attrs.to);
  bookReceipt(writer, { id, from: account.phone, device: companion.id, state: 'retry' });
  const writing = target ? simulatedDeviceOf(writer, target.device) : undefined;
  if (target && target.device !== 0 && !writing) {
    const other = writer.companions.find((item) => item.id === target.device);
    const attributes = {
      ...receipt.attrs,
      to: null,
      from: group?.id ?? jidOf(account, target.mode, companion.id),
      ...(group ? { participant: namesOf(group, account, companion.id).jid } : {}),
      t: serverSeconds(world),
    };
    if (other) deliver(world, { account: writer, companion: other }, node('receipt', attributes, receipt.content));
    return;
  }
  const bundle = attachedBundle(receipt);
  const ref = { phone: account.phone, device: companion.id };
  const prepared = world.turn(writer, async () => {
    const holder = writing ?? writer;
    if (bundle) await openSession(holder, ref, bundle);
    else delete holder.sessions[linkKey(account, companion.id)];
  });
  const count = Number(child(receipt, 'retry')?.attrs.count ?? 1);
  if (group) {
    const again = () => resendInGroup(world, writer, { to: { account, companion }, group, id, count });
    inBackground(world, 'retry', prepared.then(again));
    return;
  }
  const chat = writer === account ? world.accounts.find(receipt.attrs.recipient) : account;
  if (!chat) return;
  const again = () => resend(world, writer, { to: account, device: companion.id, id, count, chat, writing });
  inBackground(world, 'retry', prepared.then(again));
}

function passOn(
  world: World,
  link: DeviceLink,
  input: { receipt: BinaryNode; writer: Account; state: 'delivered' | 'read' | 'played' },
): void {
  const { receipt, writer, state } = input;
  const { account, companion } = link;
  const ids = idsOf(receipt);
  for (const id of ids) bookReceipt(writer, { id, from: account.phone, device: companion.id, state });
  const group = world.groups.find(receipt.attrs.to);
  noteReceipt(writer, group?.id ?? account.phone, { ids, state: state === 'delivered' ? 'delivered' : 'read' });
  if (state !== 'delivered') {
    const chat = account.chats[group?.id ?? writer.phone];
    if (chat) chat.unread = 0;
    for (const message of chat?.messages ?? []) if (!message.fromMe && ids.includes(message.id)) message.state = 'read';
  }
  const mode = parseJid(receipt.attrs.to)?.mode ?? 'pn';
  const type = state === 'delivered' ? null : state;
  const from = group ? { from: group.id, participant: namesOf(group, account).jid } : { from: jidOf(account, mode) };
  const attributes = { id: receipt.attrs.id, ...from, t: serverSeconds(world), type };
  for (const other of writer.companions) {
    deliver(world, { account: writer, companion: other }, node('receipt', attributes, receipt.content));
  }
  world.accounts.changed(writer);
}

/** A device confirms what it got, or asks for it again; the writer learns of it. */
export function handleReceipt(world: World, link: DeviceLink, receipt: BinaryNode): void {
  const { type, to, id } = receipt.attrs;
  link.connection.send(node('ack', { class: 'receipt', id, from: to, type }));
  const isGroup = world.groups.find(to) !== undefined;
  const writer = world.accounts.find(isGroup ? receipt.attrs.participant : to);
  if (type === 'server-error') {
    answerMediaRequest(world, link, receipt);
    return;
  }
  if (type === 'retry') {
    if (writer) handleRetry(world, link, { receipt, writer });
    return;
  }
  confirm(world, link, { kind: 'message', ids: idsOf(receipt) });
  const state = progress.get(type);
  if (writer && writer !== link.account && state) passOn(world, link, { receipt, writer, state });
}

/** A device's typing notice reaches the phone and the devices of the other side. */
export function handleChatstate(world: World, link: DeviceLink, stanza: BinaryNode): void {
  const other = world.accounts.find(stanza.attrs.to);
  if (!other) return;
  world.typing.set(link.account, other, child(stanza, 'composing') !== undefined);
  const mode = parseJid(stanza.attrs.to)?.mode ?? 'pn';
  for (const companion of other.companions) {
    const online = world.links.get(linkKey(other, companion.id));
    if (online?.active) online.connection.send(node('chatstate', { from: jidOf(link.account, mode) }, stanza.content));
  }
}
