import { randomBytes } from 'node:crypto';
import { proto } from 'baileys';
import type { NewMessage } from '../control/types.ts';
import { inBackground, type World } from '../server/world.ts';
import { jidOf } from '../state/jid.ts';
import type { Account } from '../state/model.ts';
import { advance, fileMessage, findMessage } from './chat-log.ts';
import { confirmArrival } from './confirm.ts';
import { composeContent, encodeContent } from './content.ts';
import { type PhoneStanza, transmit } from './transmit.ts';

/** Copy of an own message for an own device. */
export function ownCopy(to: Account, content: Uint8Array): Uint8Array {
  const message = proto.Message.decode(content);
  return encodeContent({ deviceSentMessage: { destinationJid: jidOf(to, 'pn'), message } });
}

/** A phone writes to another account: its phone, its companions, and the writer's own companions get it. */
export function sendFromPhone(
  world: World,
  from: Account,
  input: { to: Account; message: NewMessage },
): Promise<{ id: string }> {
  const { to, message } = input;
  const id = message.id ?? `3A${randomBytes(9).toString('hex').toUpperCase()}`;
  const atMs = message.atMs ?? Date.now();
  const kind = message.kind ?? 'text';
  const addressing = message.addressing ?? 'pn';
  const content = encodeContent(composeContent(kind, message.text));
  const filed = { id, text: message.text, kind, atMs, addressing };
  return world.turn(from, async () => {
    fileMessage(from, to.phone, { ...filed, fromMe: true, state: 'sent', content });
    const isNew = fileMessage(to, from.phone, { ...filed, fromMe: false, state: 'delivered' });
    world.accounts.changed(to);
    const stanza: PhoneStanza = { id, atMs, content, type: kind === 'text' ? 'text' : 'media', addressing };
    for (const companion of to.companions) {
      const copies = message.copies ?? 1;
      const damaged = message.undecryptable ?? false;
      await transmit(world, from, { account: to, companion, stanza: { ...stanza, copies, damaged } });
    }
    for (const companion of from.companions) {
      const copy: PhoneStanza = {
        ...stanza,
        content: ownCopy(to, content),
        recipient: to,
        addressing: addressing === 'pn' ? 'pn' : 'lid',
      };
      await transmit(world, from, { account: from, companion, stanza: copy });
    }
    if (isNew) confirmArrival(world, { reader: to, writer: from, ids: [id] });
    world.accounts.changed(from);
    return { id };
  });
}

/** A device could not read a phone's message: sends it again, to that device only. */
export function resend(
  world: World,
  from: Account,
  request: { to: Account; device: number; id: string; count: number; chat: Account },
): void {
  const { to, device, id, count, chat } = request;
  const companion = to.companions.find((item) => item.id === device);
  const message = findMessage(from, chat.phone, id);
  if (!companion || !message?.content) return;
  const own = to === from;
  const stanza: PhoneStanza = {
    id,
    atMs: message.atMs,
    content: own ? ownCopy(chat, message.content) : message.content,
    type: message.kind === 'text' ? 'text' : 'media',
    addressing: message.addressing ?? 'pn',
    retryCount: count,
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
  reader: Account,
  receipt: { ids: readonly string[]; state: 'delivered' | 'read' },
): void {
  for (const id of receipt.ids) advance(findMessage(writer, reader.phone, id), receipt.state);
}
