import { proto } from 'baileys';
import { ControlError } from '../control/error.ts';
import type { NewMessage } from '../control/types.ts';
import { randomHex } from '../random.ts';
import { inBackground, serverNowMs, type World } from '../server/world.ts';
import { simulatedDeviceOf } from '../state/accounts.ts';
import { jidOf, type Mode } from '../state/jid.ts';
import type { Account, SimulatedDevice } from '../state/model.ts';
import { advance, findMessage, findSent, keepChange } from './chat-log.ts';
import { composeContent } from './compose.ts';
import { confirmArrival } from './confirm.ts';
import { encodeContent, plainMessage, readContent, stanzaTypeOf } from './content.ts';
import { keepOnDevice } from './devices.ts';
import { note } from './note.ts';
import { type PhoneStanza, transmit } from './transmit.ts';

/** Copy of an own message for an own device. */
export function ownCopy(chatJid: string, content: Uint8Array): Uint8Array {
  const message = proto.Message.decode(content);
  return encodeContent({ deviceSentMessage: { destinationJid: chatJid, message } });
}

const fileWords = new Map([
  ['voice', 'ptt'],
  ['contact', 'vcard'],
]);

/** The network's marks of a message: edits, take-backs, kinds of files. */
export function marksOf(message: proto.IMessage): Pick<PhoneStanza, 'type' | 'edit' | 'mediaType'> {
  const type = stanzaTypeOf(message);
  const change = plainMessage(message).protocolMessage;
  const editMark = change?.type === proto.Message.ProtocolMessage.Type.REVOKE ? '7' : '1';
  const { kind } = readContent(message);
  return {
    type,
    edit: change ? editMark : null,
    mediaType: type === 'media' ? (fileWords.get(kind) ?? kind) : null,
  };
}

export function newMessageId(world: World): string {
  return `3A${randomHex(world.random, 18)}`;
}

/** Encrypts for the real companions of both sides. */
async function fanOut(
  world: World,
  from: Account,
  { to, message, stanza }: { to: Account; message: NewMessage; stanza: PhoneStanza },
): Promise<void> {
  const mode: Mode = stanza.addressing === 'pn' ? 'pn' : 'lid';
  const damaged = (message.undecryptable ?? false) || message.isLost === true;
  const receivers = to.blocked?.includes(from.phone) ? [] : to.companions;
  for (const companion of receivers) {
    const copies = message.copies ?? 1;
    await transmit(world, from, { account: to, companion, stanza: { ...stanza, copies, damaged } });
  }
  for (const companion of from.companions) {
    const content = ownCopy(jidOf(to, 'pn'), stanza.content);
    const copied = { ...stanza, content, recipient: to, addressing: mode };
    await transmit(world, from, { account: from, companion, stanza: copied });
  }
}

/** A phone writes to another account: its phone, its companions, and the writer's own companions get it. */
export async function sendFromPhone(
  world: World,
  from: Account,
  input: { to: Account; message: NewMessage },
): Promise<{ id: string }> {
  const { to, message } = input;
  const id = message.id ?? newMessageId(world);
  const device = message.device ? simulatedDeviceOf(from, message.device) : undefined;
  if (message.device && !device) throw new ControlError(404, 'device', 'no such simulated device');
  const atMs = message.atMs ?? serverNowMs(world);
  const addressing = message.addressing ?? 'pn';
  const mode: Mode = addressing === 'pn' ? 'pn' : 'lid';
  const writing = { from, chat: to.phone, chatJid: jidOf(to, mode), mode };
  const composed = await composeContent(world, writing, message);
  const content = encodeContent(composed);
  const marks = marksOf(composed);
  return await world.turn(from, async () => {
    const arrival = { id, atMs, addressing, author: from, content, message: proto.Message.decode(content) };
    if (!note(world, from, { chat: to.phone, arrival }) && !findMessage(from, to.phone, id)) {
      keepChange(from, to.phone, { id, atMs, addressing, content, type: marks.type });
    }
    const isNew = note(world, to, { chat: from.phone, arrival });
    const written = findMessage(from, to.phone, id);
    if (written && message.isLost) written.isLost = true;
    world.accounts.changed(to);
    const shown = { id, text: readContent(composed).text };
    for (const other of to.devices ?? []) keepOnDevice(other, { ...shown, chat: from.phone });
    for (const other of from.devices ?? []) keepOnDevice(other, { ...shown, chat: to.phone });
    const isUnavailable = message.kind === 'view-once-unavailable';
    const stanza: PhoneStanza = { id, atMs, content, addressing, isUnavailable, device, ...marks };
    await fanOut(world, from, { to, message, stanza });
    if (isNew) confirmArrival(world, { reader: to, writer: from, ids: [id] });
    world.accounts.changed(from);
    return { id };
  });
}

/** A device could not read a phone's message: sends it again, to that device only. */
export function resend(
  world: World,
  from: Account,
  request: {
    to: Account;
    device: number;
    id: string;
    count: number;
    chat: Account;
    writing?: SimulatedDevice | undefined;
  },
): void {
  const { to, device, id, count, chat } = request;
  const companion = to.companions.find((item) => item.id === device);
  const sent = findSent(from, chat.phone, id);
  if (!companion || !sent || findMessage(from, chat.phone, id)?.isLost) return;
  const own = to === from;
  const stanza: PhoneStanza = {
    id,
    atMs: sent.atMs,
    content: own ? ownCopy(jidOf(chat, 'pn'), sent.content) : sent.content,
    ...marksOf(proto.Message.decode(sent.content)),
    addressing: sent.addressing,
    retryCount: count,
    device: request.writing,
  };
  if (own) stanza.recipient = chat;
  inBackground(
    world,
    'resend',
    world.turn(from, () => transmit(world, from, { account: to, companion, stanza })),
  );
}

/** Ticks of something this phone wrote. */
export function noteReceipt(
  writer: Account,
  chat: string,
  receipt: { ids: readonly string[]; state: 'delivered' | 'read' },
): void {
  for (const id of receipt.ids) advance(findMessage(writer, chat, id), receipt.state);
}
