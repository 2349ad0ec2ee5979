import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { proto } from 'baileys';
import { unixSeconds, type World } from '../server/world.ts';
import { jidOf } from '../state/jid.ts';
import type { Account, Chat, Companion } from '../state/model.ts';
import { encodeContent } from './content.ts';
import { transmit } from './transmit.ts';

const { Type } = proto.Message.ProtocolMessage;
const { HistorySyncType } = proto.HistorySync;
/** What fits into one stanza without help of the media host. */
const chatLimit = 100;
const messageLimit = 20;

function keyShare(): proto.IMessage {
  const keyData = {
    keyData: randomBytes(32),
    fingerprint: { rawId: 1, currentIndex: 0, deviceIndexes: [0] },
    timestamp: Date.now(),
  };
  const keys = [{ keyId: { keyId: randomBytes(6) }, keyData }];
  return { protocolMessage: { type: Type.APP_STATE_SYNC_KEY_SHARE, appStateSyncKeyShare: { keys } } };
}

function past(
  world: World,
  account: Account,
): Pick<proto.IHistorySync, 'conversations' | 'pushnames' | 'phoneNumberToLidMappings'> {
  const chats = Object.entries(account.chats).slice(0, chatLimit);
  const people = chats.flatMap(([key]) => world.accounts.find(key) ?? []);
  return {
    conversations: chats.map(([key, chat]) => conversation(world, key, chat)),
    pushnames: people.map((person) => ({ id: jidOf(person, 'lid'), pushname: person.name })),
    phoneNumberToLidMappings: people.map((person) => ({ pnJid: jidOf(person, 'pn'), lidJid: jidOf(person, 'lid') })),
  };
}

function conversation(world: World, key: string, chat: Chat): proto.IConversation {
  const person = world.accounts.find(key);
  const id = person ? jidOf(person, 'lid') : key;
  const messages = chat.messages.slice(-messageLimit).map((message) => {
    const author = message.author ? world.accounts.find(message.author) : undefined;
    const content = message.content ? proto.Message.decode(message.content) : { conversation: message.text };
    const participant = author ? jidOf(author, 'lid') : null;
    const info: proto.IWebMessageInfo = {
      key: { remoteJid: id, id: message.id, fromMe: message.fromMe, participant },
      message: content,
      messageTimestamp: unixSeconds(message.atMs),
    };
    return { message: info };
  });
  const lastAtMs = chat.messages.at(-1)?.atMs ?? 0;
  const name = person?.name ?? world.groups.find(key)?.subject ?? null;
  const conversationTimestamp = unixSeconds(lastAtMs);
  // Newest first, as phones send it.
  return { id, name, messages: messages.reverse(), unreadCount: chat.unread, conversationTimestamp };
}

function history(syncType: proto.HistorySync.HistorySyncType, content: Partial<proto.IHistorySync>): proto.IMessage {
  const payload = deflateSync(
    proto.HistorySync.encode({ syncType, conversations: [], pushnames: [], ...content }).finish(),
  );
  const notice = { syncType, progress: 100, chunkOrder: 1, initialHistBootstrapInlinePayload: payload };
  return { protocolMessage: { type: Type.HISTORY_SYNC_NOTIFICATION, historySyncNotification: notice } };
}

/** What a phone sends a companion after its first login; clients hold everything back until it comes. */
export async function startFirstSync(world: World, account: Account, companion: Companion): Promise<void> {
  if (companion.synced) return;
  companion.synced = true;
  const messages = [
    keyShare(),
    history(HistorySyncType.INITIAL_BOOTSTRAP, past(world, account)),
    history(HistorySyncType.RECENT, {}),
  ];
  await world.turn(account, async () => {
    for (const message of messages) {
      const stanza = {
        id: `3A${randomBytes(9).toString('hex').toUpperCase()}`,
        atMs: Date.now(),
        content: encodeContent(message),
        type: 'text',
        addressing: 'pn',
        category: 'peer',
      } as const;
      await transmit(world, account, { account, companion, stanza });
    }
  });
}
