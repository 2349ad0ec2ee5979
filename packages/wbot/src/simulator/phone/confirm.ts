import { deliver } from '../server/device-link.ts';
import { unixSeconds, type World } from '../server/world.ts';
import { jidOf } from '../state/jid.ts';
import type { Account } from '../state/model.ts';
import { node } from '../wire/nodes.ts';
import { advance, bookReceipt, findMessage } from './chat-log.ts';

interface Confirmation {
  reader: Account;
  writer: Account;
  ids: readonly string[];
}

function sendReceipt(world: World, { reader, writer, ids }: Confirmation, state: 'delivered' | 'read'): void {
  for (const id of ids) {
    advance(findMessage(writer, reader.phone, id), state);
    bookReceipt(writer, { id, from: reader.phone, device: 0, state });
  }
  const [first, ...rest] = ids;
  if (first === undefined) return;
  const addressing = findMessage(reader, writer.phone, first)?.addressing ?? 'pn';
  const attributes = {
    from: jidOf(reader, addressing === 'pn' ? 'pn' : 'lid'),
    id: first,
    t: unixSeconds(),
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

/** The person opens the chat: everything unread in it is read. */
export function readChat(world: World, reader: Account, writer: Account): void {
  const chat = reader.chats[writer.phone];
  if (!chat) return;
  chat.unread = 0;
  const unread = chat.messages.filter((message) => !message.fromMe && message.state !== 'read');
  for (const message of unread) message.state = 'read';
  world.accounts.changed(reader);
  if (unread.length > 0) sendReceipt(world, { reader, writer, ids: unread.map((message) => message.id) }, 'read');
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
      if (reader.reads === 'auto') readChat(world, reader, writer);
    });
  });
}

/** Takes up confirmations that a restart of the network interrupted; repeating one does no harm. */
export function resumeConfirmations(world: World): void {
  for (const reader of world.accounts.all()) {
    for (const [peer, chat] of Object.entries(reader.chats)) {
      const writer = world.accounts.find(peer);
      const ids = chat.messages.filter(({ fromMe, state }) => !fromMe && state !== 'read').map(({ id }) => id);
      if (writer && ids.length > 0) confirmArrival(world, { reader, writer, ids });
    }
  }
}
