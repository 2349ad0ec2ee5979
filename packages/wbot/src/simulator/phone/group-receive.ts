import { type BinaryNode, proto, unpadRandomMax16 } from 'baileys';
import { deliver } from '../server/device-link.ts';
import { namesOf } from '../server/groups.ts';
import { bundleNodes } from '../server/key-server.ts';
import { serverSeconds, unixSeconds, type World } from '../server/world.ts';
import { companionOf } from '../state/accounts.ts';
import type { Group } from '../state/groups.ts';
import type { Account } from '../state/model.ts';
import { bytes, node } from '../wire/nodes.ts';
import { decryptFrom, phoneBundle } from './cipher.ts';
import { confirmArrival } from './confirm.ts';
import { encodeContent } from './content.ts';
import { note } from './note.ts';
import { decryptFromGroup, learnSenderKey } from './sender-keys.ts';

/** What a device wrote in a group, as one phone gets it: perhaps the key, then the message. */
export interface GroupIncoming {
  group: Group;
  from: Account;
  device: number;
  id: string;
  atMs: number;
  encs: BinaryNode[];
}

function askAgain(world: World, phone: Account, incoming: GroupIncoming): void {
  const { from, group, id } = incoming;
  const companion = companionOf(from, incoming.device);
  const count = Math.max(0, ...incoming.encs.map((enc) => Number(enc.attrs.count ?? 0))) + 1;
  if (!companion || count > 5) return;
  const { registration, keys } = bundleNodes(phoneBundle(phone));
  const attributes = {
    from: group.id,
    participant: namesOf(group, phone).jid,
    id,
    type: 'retry',
    t: serverSeconds(world),
  };
  const retry = node('retry', { count, id, t: unixSeconds(incoming.atMs), v: 1 });
  const stanza = node('receipt', attributes, [retry, registration, node('keys', {}, keys)]);
  deliver(world, { account: from, companion }, stanza);
}

async function open(phone: Account, incoming: GroupIncoming, enc: BinaryNode): Promise<proto.Message> {
  const ref = { phone: incoming.from.phone, device: incoming.device };
  const { type } = enc.attrs;
  const padded =
    type === 'skmsg'
      ? await decryptFromGroup(phone, { group: incoming.group.id, ref }, bytes(enc))
      : await decryptFrom(phone, ref, { type: type === 'pkmsg' ? 'pkmsg' : 'msg', ciphertext: bytes(enc) });
  const message = proto.Message.decode(unpadRandomMax16(padded));
  const key = message.senderKeyDistributionMessage?.axolotlSenderKeyDistributionMessage;
  if (key) await learnSenderKey(phone, { group: incoming.group.id, ref }, key);
  return message;
}

function isContent(message: proto.IMessage): boolean {
  const service = new Set(['senderKeyDistributionMessage', 'messageContextInfo']);
  return Object.keys(message).some((name) => !service.has(name));
}

/** A phone decrypts and files what a member's device wrote, or asks for it again. */
export function receiveInGroup(world: World, phone: Account, incoming: GroupIncoming): Promise<void> {
  const { group, from, id, atMs } = incoming;
  return world.turn(phone, async () => {
    try {
      for (const enc of incoming.encs) {
        const message = await open(phone, incoming, enc);
        if (!isContent(message)) continue;
        const arrival = {
          id,
          atMs,
          author: from,
          content: encodeContent(message),
          message,
          addressing: group.addressing,
        };
        const isNew = note(world, phone, { chat: group.id, arrival });
        if (isNew && from !== phone) confirmArrival(world, { reader: phone, writer: from, ids: [id], group });
      }
    } catch (error) {
      world.logger.debug({ error: String(error) }, 'phone could not decrypt in a group, asks again');
      askAgain(world, phone, incoming);
    }
    world.accounts.changed(phone);
  });
}
