import { deflateSync } from 'node:zlib';
import { proto } from 'baileys';
import { encryptFile } from '../media/cipher.ts';
import { unixSeconds, type World } from '../server/world.ts';
import { jidOf } from '../state/jid.ts';
import type { Account, Chat, ChatMessage } from '../state/model.ts';

const { Type } = proto.Message.ProtocolMessage;
const { Status } = proto.WebMessageInfo;
/** A larger part goes through the media host, where clients can fetch from it. */
const inlineBytes = 16_384;

const statuses = { sent: Status.SERVER_ACK, delivered: Status.DELIVERY_ACK, read: Status.READ };

/** How a phone keeps one of its messages, for its other devices. */
export function pastMessage(
  world: World,
  owner: Account,
  input: { chat: string; message: ChatMessage },
): proto.IWebMessageInfo {
  const { chat, message } = input;
  const person = world.accounts.find(chat);
  const remoteJid = person ? jidOf(person, 'lid') : chat;
  const author = message.author ? world.accounts.find(message.author) : undefined;
  const participant = author ? jidOf(author, 'lid') : null;
  const writer = message.fromMe ? owner : (author ?? person);
  const reactions = Object.entries(message.reactions ?? {}).flatMap(([phone, text]) => {
    const from = world.accounts.find(phone);
    const id = `R${message.id}${phone}`;
    const key = { remoteJid, id, fromMe: phone === owner.phone, participant: from ? jidOf(from, 'lid') : null };
    return text ? [{ key, text, senderTimestampMs: message.atMs }] : [];
  });
  return {
    key: { remoteJid, id: message.id, fromMe: message.fromMe, participant },
    message: message.content ? proto.Message.decode(message.content) : { conversation: message.text },
    messageTimestamp: unixSeconds(message.atMs),
    pushName: message.fromMe ? null : (writer?.name ?? null),
    ...(participant ? { participant } : {}),
    ...(message.fromMe ? { status: statuses[message.state] } : {}),
    reactions,
  };
}

/** A chat with some of its messages, oldest first as given; phones hand over the newest first. */
export function pastChat(
  world: World,
  owner: Account,
  input: { key: string; chat: Chat; messages: ChatMessage[] },
): proto.IConversation {
  const { key, chat, messages } = input;
  const person = world.accounts.find(key);
  const infos = messages
    .filter(({ kind }) => kind !== 'call')
    .map((message) => ({ message: pastMessage(world, owner, { chat: key, message }) }));
  return {
    id: person ? jidOf(person, 'lid') : key,
    ...(person ? { pnJid: jidOf(person, 'pn') } : {}),
    name: (person ? owner.addressBook?.[person.phone] : world.groups.find(key)?.subject) ?? null,
    messages: infos.reverse(),
    unreadCount: chat.unread,
    conversationTimestamp: unixSeconds(chat.messages.at(-1)?.atMs ?? 0),
  };
}

interface Part {
  syncType: proto.HistorySync.HistorySyncType;
  percent?: number;
  order?: number;
  content: Partial<proto.IHistorySync>;
}

/** The message among own devices that hands over a part of the past: in itself when it is small, else on the media host. */
export async function historyNotice(world: World, part: Part): Promise<proto.IMessage> {
  const { syncType, percent = 100, order = 1, content } = part;
  const whole = { syncType, progress: percent, conversations: [], pushnames: [], ...content };
  const payload = deflateSync(proto.HistorySync.encode(whole).finish());
  const notice = { syncType, progress: percent, chunkOrder: order };
  const historySyncNotification =
    payload.length <= inlineBytes || !world.hasTls
      ? { ...notice, initialHistBootstrapInlinePayload: payload }
      : { ...notice, ...(await upload(world, payload)) };
  return { protocolMessage: { type: Type.HISTORY_SYNC_NOTIFICATION, historySyncNotification } };
}

async function upload(world: World, payload: Buffer) {
  const { encrypt, finish } = encryptFile('History');
  const directPath = await world.blobs.write(encrypt([payload]));
  const { mediaKey, fileSha256, fileEncSha256, sizeBytes } = finish();
  return { directPath, mediaKey, fileSha256, fileEncSha256, fileLength: sizeBytes };
}
