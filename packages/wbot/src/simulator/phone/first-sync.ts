import { randomBytes } from 'node:crypto';
import { proto } from 'baileys';
import type { World } from '../server/world.ts';
import { jidOf } from '../state/jid.ts';
import type { Account, Chat, ChatMessage, Companion } from '../state/model.ts';
import { encodeContent } from './content.ts';
import { historyNotice, pastChat } from './past.ts';
import { transmit } from './transmit.ts';

const { Type } = proto.Message.ProtocolMessage;
const { HistorySyncType } = proto.HistorySync;
/** The newest of each chat come first, all that is older in further parts. */
const newestPerChat = 20;
const messagesPerPart = 2_000;

function keyShare(): proto.IMessage {
  const keyData = {
    keyData: randomBytes(32),
    fingerprint: { rawId: 1, currentIndex: 0, deviceIndexes: [0] },
    timestamp: Date.now(),
  };
  const keys = [{ keyId: { keyId: randomBytes(6) }, keyData }];
  return { protocolMessage: { type: Type.APP_STATE_SYNC_KEY_SHARE, appStateSyncKeyShare: { keys } } };
}

interface Slice {
  key: string;
  chat: Chat;
  messages: ChatMessage[];
}

/** Everything but the newest, in parts of a bounded number of messages. */
function olderParts(chats: readonly [string, Chat][]): Slice[][] {
  const parts: Slice[][] = [];
  let room = 0;
  for (const [key, chat] of chats) {
    let older = chat.messages.slice(0, -newestPerChat);
    while (older.length > 0) {
      if (room === 0) {
        parts.push([]);
        room = messagesPerPart;
      }
      const messages = older.slice(-room);
      older = older.slice(0, older.length - messages.length);
      room -= messages.length;
      parts.at(-1)?.push({ key, chat, messages });
    }
  }
  return parts;
}

async function pastOf(world: World, account: Account): Promise<proto.IMessage[]> {
  const chats = Object.entries(account.chats);
  const people = chats.flatMap(([key]) => world.accounts.find(key) ?? []);
  const conversations = chats.map(([key, chat]) =>
    pastChat(world, account, { key, chat, messages: chat.messages.slice(-newestPerChat) }),
  );
  const mappings = people.map((person) => ({ pnJid: jidOf(person, 'pn'), lidJid: jidOf(person, 'lid') }));
  const pushnames = people.map((person) => ({ id: jidOf(person, 'lid'), pushname: person.name }));
  const first = { conversations, phoneNumberToLidMappings: mappings };
  const older = olderParts(chats);
  const messages = [
    await historyNotice(world, { syncType: HistorySyncType.INITIAL_BOOTSTRAP, percent: 10, content: first }),
    await historyNotice(world, { syncType: HistorySyncType.PUSH_NAME, content: { pushnames } }),
  ];
  for (const [index, slices] of older.entries()) {
    const content = { conversations: slices.map((slice) => pastChat(world, account, slice)) };
    const percent = Math.min(99, 10 + Math.round((90 * (index + 1)) / (older.length + 1)));
    messages.push(await historyNotice(world, { syncType: HistorySyncType.RECENT, percent, order: index + 1, content }));
  }
  const end = { syncType: HistorySyncType.RECENT, percent: 100, order: older.length + 1, content: {} };
  return [...messages, await historyNotice(world, end)];
}

/** Sends something from a phone to one of its own devices. Call inside the phone's turn. */
export async function tellDevice(
  world: World,
  account: Account,
  to: { companion: Companion; message: proto.IMessage },
): Promise<void> {
  const stanza = {
    id: `3A${randomBytes(9).toString('hex').toUpperCase()}`,
    atMs: Date.now(),
    content: encodeContent(to.message),
    type: 'text',
    addressing: 'pn',
    category: 'peer',
  } as const;
  await transmit(world, account, { account, companion: to.companion, stanza });
}

/** What a phone sends a companion after its first login; clients hold everything back until it comes. */
export async function startFirstSync(world: World, account: Account, companion: Companion): Promise<void> {
  if (companion.synced) return;
  companion.synced = true;
  await world.turn(account, async () => {
    for (const message of [keyShare(), ...(await pastOf(world, account))]) {
      await tellDevice(world, account, { companion, message });
    }
  });
}
