import { type BinaryNode, proto, unpadRandomMax16 } from 'baileys';
import { deliver } from '../server/device-link.ts';
import { namesOf } from '../server/groups.ts';
import { bundleNodes } from '../server/key-server.ts';
import { serverSeconds, unixSeconds, type World } from '../server/world.ts';
import { companionOf } from '../state/accounts.ts';
import type { Group } from '../state/groups.ts';
import { jidOf, type Mode } from '../state/jid.ts';
import type { Account, SimulatedDevice } from '../state/model.ts';
import { bytes, node } from '../wire/nodes.ts';
import { bookReceipt } from './chat-log.ts';
import { decryptFrom, phoneBundle } from './cipher.ts';
import { readContent } from './content.ts';
import { keepOnDevice } from './devices.ts';
import { decryptFromGroup, learnSenderKey } from './sender-keys.ts';

/** A stanza of a real companion, addressed to a simulated one. */
interface DeviceIncoming {
  from: Account;
  device: number;
  id: string;
  atMs: number;
  mode: Mode;
  encs: readonly BinaryNode[];
  group?: Group;
}

interface Receiver {
  owner: Account;
  device: SimulatedDevice;
}

/** Whom its stanzas come from, in this chat. */
function nameOf({ owner, device }: Receiver, { group, mode }: DeviceIncoming) {
  if (group) return { from: group.id, participant: namesOf(group, owner, device.id).jid };
  return { from: jidOf(owner, mode, device.id) };
}

function askAgain(world: World, receiver: Receiver, incoming: DeviceIncoming): void {
  const { id, from, encs } = incoming;
  const { device } = receiver;
  const companion = companionOf(from, incoming.device);
  const count = Math.max(0, ...encs.map((enc) => Number(enc.attrs.count ?? 0))) + 1;
  if (!companion || count > 5) return;
  const { registration, keys } = bundleNodes(phoneBundle(device));
  const t = serverSeconds(world);
  const retry = node('retry', { count, id, t: unixSeconds(incoming.atMs), v: 1 });
  const identity = node('device-identity', {}, device.identity);
  const content = [retry, registration, node('keys', {}, [...keys, identity])];
  bookReceipt(from, { id, from: receiver.owner.phone, device: device.id, state: 'retry' });
  deliver(
    world,
    { account: from, companion },
    node('receipt', { ...nameOf(receiver, incoming), id, type: 'retry', t }, content),
  );
}

/** Others get two ticks from each device; the own devices learn that this one has the copy. */
function confirm(
  world: World,
  receiver: Receiver,
  { incoming, chat }: { incoming: DeviceIncoming; chat: string },
): void {
  const { owner, device } = receiver;
  const { from, id, mode, group } = incoming;
  const isOwn = from === owner;
  const peer = isOwn && !group ? world.accounts.find(chat) : undefined;
  const own = { type: 'sender', recipient: peer ? jidOf(peer, mode) : null };
  world.timers.later(world.delays.receiptMs, () => {
    if (!owner.devices?.includes(device)) return;
    if (!isOwn) bookReceipt(from, { id, from: owner.phone, device: device.id, state: 'delivered' });
    const attributes = { ...nameOf(receiver, incoming), id, t: serverSeconds(world), ...(isOwn ? own : {}) };
    for (const companion of from.companions) deliver(world, { account: from, companion }, node('receipt', attributes));
    world.accounts.changed(from);
  });
}

async function open(device: SimulatedDevice, incoming: DeviceIncoming, enc: BinaryNode): Promise<proto.Message> {
  const { group } = incoming;
  const ref = { phone: incoming.from.phone, device: incoming.device };
  const { type } = enc.attrs;
  const padded =
    type === 'skmsg' && group
      ? await decryptFromGroup(device, { group: group.id, ref }, bytes(enc))
      : await decryptFrom(device, ref, { type: type === 'pkmsg' ? 'pkmsg' : 'msg', ciphertext: bytes(enc) });
  const message = proto.Message.decode(unpadRandomMax16(padded));
  const key = message.senderKeyDistributionMessage?.axolotlSenderKeyDistributionMessage;
  if (key && group) await learnSenderKey(device, { group: group.id, ref }, key);
  return message;
}

/** A simulated companion decrypts what a real one sent and confirms it, or asks for it again: for itself alone. */
export function receiveOnDevice(world: World, receiver: Receiver, incoming: DeviceIncoming): Promise<void> {
  const { owner, device } = receiver;
  return world.turn(owner, async () => {
    try {
      let last: proto.Message | null = null;
      for (const enc of incoming.encs) last = await open(device, incoming, enc);
      if (!last) return;
      const copy = last.deviceSentMessage;
      const chat = incoming.group?.id ?? world.accounts.find(copy?.destinationJid ?? '')?.phone ?? incoming.from.phone;
      keepOnDevice(device, { id: incoming.id, chat, text: readContent(copy?.message ?? last).text });
      confirm(world, receiver, { incoming, chat });
    } catch (error) {
      world.logger.debug({ id: incoming.id, error: String(error) }, 'companion could not decrypt, asks again');
      askAgain(world, receiver, incoming);
    }
    world.accounts.changed(owner);
  });
}
