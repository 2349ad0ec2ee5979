import { proto } from 'baileys';
import { ControlError } from '../control/error.ts';
import type { NewMessage } from '../control/types.ts';
import { deliver } from '../server/device-link.ts';
import { accountsOf, namesOf } from '../server/groups.ts';
import { takeBundle } from '../server/key-server.ts';
import { inBackground, serverNowMs, unixSeconds, type World } from '../server/world.ts';
import { type Group, memberOf } from '../state/groups.ts';
import type { Account, Companion } from '../state/model.ts';
import { node } from '../wire/nodes.ts';
import { findMessage, findSent, keepChange } from './chat-log.ts';
import { encryptFor } from './cipher.ts';
import { composeContent } from './compose.ts';
import { confirmArrival } from './confirm.ts';
import { encodeContent } from './content.ts';
import { note } from './note.ts';
import { marksOf, newMessageId } from './send.ts';
import { encryptForGroup, senderKeyOf } from './sender-keys.ts';
import { type PhoneStanza, pad } from './transmit.ts';

interface Target {
  account: Account;
  companion: Companion;
}

type Direct = Pick<PhoneStanza, 'retryCount'> & { message: proto.IMessage };

async function encryptDirect(world: World, from: Account, input: { to: Target; direct: Direct }) {
  const { account, companion } = input.to;
  const { message, retryCount } = input.direct;
  const ref = { phone: account.phone, device: companion.id };
  const { type, ciphertext } = await encryptFor(from, ref, {
    plaintext: pad(encodeContent(message)),
    bundle: () => takeBundle(world, account, companion),
  });
  return node('enc', { v: 2, type, count: retryCount }, ciphertext);
}

async function keyMessage(from: Account, group: Group): Promise<proto.IMessage> {
  const axolotlSenderKeyDistributionMessage = await senderKeyOf(from, group.id);
  return { senderKeyDistributionMessage: { groupId: group.id, axolotlSenderKeyDistributionMessage } };
}

function attributesOf(group: Group, from: Account, stanza: Pick<PhoneStanza, 'id' | 'atMs' | 'type' | 'edit'>) {
  const { jid, other } = namesOf(group, from);
  const alias = group.addressing === 'lid' ? { participant_pn: other } : { participant_lid: other };
  return {
    from: group.id,
    participant: jid,
    ...alias,
    addressing_mode: group.addressing,
    id: stanza.id,
    t: unixSeconds(stanza.atMs),
    type: stanza.type,
    edit: stanza.edit,
    notify: from.name,
  };
}

interface Outgoing {
  group: Group;
  message: NewMessage;
  stanza: Pick<PhoneStanza, 'id' | 'atMs' | 'type' | 'edit' | 'mediaType' | 'content'>;
}

function damage(ciphertext: Buffer): void {
  const last = ciphertext.length - 1;
  ciphertext.writeUInt8(ciphertext.readUInt8(last) ^ 0xff, last);
}

/** Hands the encrypted message to every device of every member, with the key where it is not known yet. */
async function fanOut(world: World, from: Account, { group, message, stanza }: Outgoing): Promise<void> {
  const key = await keyMessage(from, group);
  const ciphertext = Buffer.from(await encryptForGroup(from, group.id, pad(stanza.content)));
  if (message.undecryptable) damage(ciphertext);
  const encrypted = node('enc', { v: 2, type: 'skmsg', mediatype: stanza.mediaType }, ciphertext);
  const shared = new Set(from.sharedSenderKeys?.[group.id]);
  const targets = accountsOf(world, group).flatMap((account) =>
    account.companions.map((companion) => ({ account, companion })),
  );
  for (const to of targets) {
    const device = `${to.account.phone}.${to.companion.id}`;
    const isKnown = shared.has(device);
    const keys = isKnown ? [] : [await encryptDirect(world, from, { to, direct: { message: key } })];
    shared.add(device);
    const sent = node('message', attributesOf(group, from, stanza), [...keys, encrypted]);
    for (let copy = 0; copy < (message.copies ?? 1); copy += 1) deliver(world, to, sent);
  }
  from.sharedSenderKeys = { ...from.sharedSenderKeys, [group.id]: [...shared] };
}

/** A phone writes in a group: every member's phone and devices get it, the writer's own devices too. */
export async function sendToGroup(
  world: World,
  from: Account,
  input: { group: Group; message: NewMessage },
): Promise<{ id: string }> {
  const { group, message } = input;
  if (!memberOf(group, from.phone)) throw new ControlError(403, 'to', 'not a member of this group');
  const id = message.id ?? newMessageId(world);
  const atMs = message.atMs ?? serverNowMs(world);
  const { addressing } = group;
  const composed = await composeContent(world, { from, chat: group.id, chatJid: group.id, mode: addressing }, message);
  const content = encodeContent(composed);
  const marks = marksOf(composed);
  return await world.turn(from, async () => {
    const arrival = { id, atMs, author: from, content, message: proto.Message.decode(content), addressing };
    for (const account of accountsOf(world, group)) {
      const isNew = note(world, account, { chat: group.id, arrival });
      world.accounts.changed(account);
      if (isNew && account !== from) confirmArrival(world, { reader: account, writer: from, ids: [id], group });
    }
    if (!findMessage(from, group.id, id)) {
      keepChange(from, group.id, { id, atMs, addressing, content, type: marks.type });
    }
    await fanOut(world, from, { group, message, stanza: { id, atMs, content, ...marks } });
    world.accounts.changed(from);
    return { id };
  });
}

/** A device could not read a message of a group: it gets it once more, for itself alone, with the key. */
export function resendInGroup(
  world: World,
  from: Account,
  request: { to: Target; group: Group; id: string; count: number },
): void {
  const { to, group, id, count } = request;
  const sent = findSent(from, group.id, id);
  if (!sent) return;
  const again = world.turn(from, async () => {
    const message = { ...proto.Message.decode(sent.content), ...(await keyMessage(from, group)) };
    const encrypted = await encryptDirect(world, from, { to, direct: { message, retryCount: count } });
    const marks = marksOf(proto.Message.decode(sent.content));
    deliver(world, to, node('message', attributesOf(group, from, { id, atMs: sent.atMs, ...marks }), [encrypted]));
    world.accounts.changed(from);
  });
  inBackground(world, 'resend', again);
}
