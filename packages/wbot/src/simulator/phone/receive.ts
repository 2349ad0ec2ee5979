import { type BinaryNode, proto, unpadRandomMax16 } from 'baileys';
import { deliver } from '../server/device-link.ts';
import { bundleNodes } from '../server/key-server.ts';
import { serverSeconds, unixSeconds, type World } from '../server/world.ts';
import { companionOf } from '../state/accounts.ts';
import { jidOf, type Mode } from '../state/jid.ts';
import type { Account } from '../state/model.ts';
import { bytes, node } from '../wire/nodes.ts';
import { keepPlace } from './chat-log.ts';
import { decryptFrom, phoneBundle } from './cipher.ts';
import { confirmArrival } from './confirm.ts';
import { encodeContent } from './content.ts';
import { note } from './note.ts';
import { answerPeerRequest } from './peer-requests.ts';

/** A stanza of a companion, addressed to a phone. */
export interface Incoming {
  from: Account;
  device: number;
  id: string;
  atMs: number;
  mode: Mode;
  enc: BinaryNode;
}

function askAgain(world: World, phone: Account, incoming: Incoming): void {
  const companion = companionOf(incoming.from, incoming.device);
  if (!companion) return;
  const count = Number(incoming.enc.attrs.count ?? 0) + 1;
  if (count > 5) return;
  const { registration, keys } = bundleNodes(phoneBundle(phone));
  const attributes = { from: jidOf(phone, incoming.mode), id: incoming.id, type: 'retry', t: serverSeconds(world) };
  const retry = node('retry', { count, id: incoming.id, t: unixSeconds(incoming.atMs), v: 1 });
  const stanza = node('receipt', attributes, [retry, registration, node('keys', {}, keys)]);
  deliver(world, { account: incoming.from, companion }, stanza);
}

function file(world: World, phone: Account, input: { incoming: Incoming; message: proto.IMessage }): void {
  const { incoming, message } = input;
  const { id, atMs, mode: addressing, from } = incoming;
  const copy = message.deviceSentMessage;
  const own = copy?.message ?? null;
  const peer = own ? world.accounts.find(copy?.destinationJid ?? '') : from;
  if (!peer) return;
  const arrival = {
    id,
    atMs,
    addressing,
    author: from,
    message: own ?? message,
    content: encodeContent(own ?? message),
  };
  note(world, phone, { chat: peer.phone, arrival });
  if (own) return;
  world.typing.set(peer, phone, false);
  if (peer !== phone) confirmArrival(world, { reader: phone, writer: peer, ids: [incoming.id] });
}

/** A phone decrypts and files what a companion sent, or asks for it again. */
export function receiveOnPhone(world: World, phone: Account, incoming: Incoming): Promise<void> {
  return world.turn(phone, async () => {
    const { enc, from, device } = incoming;
    const type = enc.attrs.type === 'pkmsg' ? 'pkmsg' : 'msg';
    try {
      const padded = await decryptFrom(phone, { phone: from.phone, device }, { type, ciphertext: bytes(enc) });
      const message = proto.Message.decode(unpadRandomMax16(padded));
      const asked = from === phone && (await answerPeerRequest(world, phone, { device, id: incoming.id, message }));
      if (!asked) file(world, phone, { incoming, message });
    } catch (error) {
      world.logger.debug(
        { phone: phone.phone, id: incoming.id, error: String(error) },
        'phone could not decrypt, asks again',
      );
      if (from !== phone) keepPlace(phone, from.phone, incoming);
      askAgain(world, phone, incoming);
    }
    world.accounts.changed(phone);
  });
}
