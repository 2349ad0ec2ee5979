import { deliver } from '../server/device-link.ts';
import { namesOf } from '../server/groups.ts';
import { serverSeconds, type World } from '../server/world.ts';
import type { Group } from '../state/groups.ts';
import { jidOf } from '../state/jid.ts';
import type { Account } from '../state/model.ts';
import { node } from '../wire/nodes.ts';
import { tellOwnRead } from './account-sync.ts';
import { advance, bookReceipt, findMessage } from './chat-log.ts';

interface Confirmation {
  reader: Account;
  writer: Account;
  ids: readonly string[];
  group?: Group;
  /** Which of the reader's devices it was; default the phone. */
  device?: number;
}

function sendReceipt(
  world: World,
  { reader, writer, ids, group, device = 0 }: Confirmation,
  state: 'delivered' | 'read',
): void {
  for (const id of ids) {
    advance(findMessage(writer, group?.id ?? reader.phone, id), state);
    bookReceipt(writer, { id, from: reader.phone, device, state });
  }
  const [first, ...rest] = ids;
  if (first === undefined) return;
  const addressing = findMessage(reader, writer.phone, first)?.addressing ?? 'pn';
  const from = group
    ? { from: group.id, participant: namesOf(group, reader, device).jid }
    : { from: jidOf(reader, addressing === 'pn' ? 'pn' : 'lid', device) };
  const attributes = {
    ...from,
    id: first,
    t: serverSeconds(world),
    type: state === 'read' ? 'read' : null,
  };
  const list =
    rest.length > 0
      ? [
          node(
            'list',
            {},
            rest.map((id) => node('item', { id })),
          ),
        ]
      : undefined;
  for (const companion of writer.companions) {
    deliver(world, { account: writer, companion }, node('receipt', attributes, list));
  }
  world.accounts.changed(writer);
}

/** The person opens the chat: everything unread in it is read, and each writer learns of it, unless that is hidden. */
export function readChat(world: World, reader: Account, { key, device = 0 }: { key: string; device?: number }): void {
  const chat = reader.chats[key];
  if (!chat) return;
  chat.unread = 0;
  const byWriter = new Map<string, string[]>();
  for (const message of chat.messages.filter(
    ({ fromMe, state, isWaiting }) => !fromMe && !isWaiting && state !== 'read',
  )) {
    message.state = 'read';
    const writer = message.author ?? key;
    byWriter.set(writer, [...(byWriter.get(writer) ?? []), message.id]);
  }
  world.accounts.changed(reader);
  const group = world.groups.find(key);
  for (const [phone, ids] of byWriter) {
    const writer = world.accounts.find(phone);
    if (writer && !reader.hidesReads)
      sendReceipt(world, { reader, writer, ids, device, ...(group ? { group } : {}) }, 'read');
    const [first = ''] = ids;
    const mode = findMessage(reader, key, first)?.addressing === 'pn' ? 'pn' : 'lid';
    tellOwnRead(world, reader, { chat: key, mode, writer: writer ?? null, ids, device });
  }
}

/**
 * A phone has new messages: two ticks soon, blue ones later when it reads by itself.
 * A company's phone stays silent, so that its ticks come from the linked device alone.
 */
export function confirmArrival(world: World, confirmation: Confirmation): void {
  const { reader, writer } = confirmation;
  if (reader.role === 'company') return;
  world.timers.later(world.delays.receiptMs, () => {
    sendReceipt(world, confirmation, 'delivered');
    if (reader.reads !== 'auto') return;
    world.timers.later(world.delays.readMs, () => {
      if (reader.reads === 'auto') readChat(world, reader, { key: confirmation.group?.id ?? writer.phone });
    });
  });
}

/** Takes up confirmations that a restart of the network interrupted; repeating one does no harm. */
export function resumeConfirmations(world: World): void {
  for (const reader of world.accounts.all()) {
    for (const [peer, chat] of Object.entries(reader.chats)) {
      const writer = world.accounts.find(peer);
      const ids = chat.messages
        .filter(({ fromMe, state, isWaiting }) => !fromMe && !isWaiting && state !== 'read')
        .map(({ id }) => id);
      if (writer && ids.length > 0) confirmArrival(world, { reader, writer, ids });
    }
  }
}
