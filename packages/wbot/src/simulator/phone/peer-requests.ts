import { proto, toNumber } from 'baileys';
import type { World } from '../server/world.ts';
import { companionOf } from '../state/accounts.ts';
import type { Account, ChatMessage } from '../state/model.ts';
import { tellDevice } from './first-sync.ts';
import { historyNotice, pastChat, pastMessage } from './past.ts';

const { Type } = proto.Message.ProtocolMessage;
const { HistorySyncType } = proto.HistorySync;
type Request = proto.Message.IPeerDataOperationRequestMessage;

function chatKeyOf(world: World, jid: string | null | undefined): string | null {
  return world.accounts.find(jid ?? undefined)?.phone ?? world.groups.find(jid ?? undefined)?.id ?? null;
}

/** What stands before a message in one of the phone's chats. */
async function olderMessages(world: World, phone: Account, request: Request): Promise<proto.IMessage | null> {
  const asked = request.historySyncOnDemandRequest;
  const key = chatKeyOf(world, asked?.chatJid);
  const chat = key ? phone.chats[key] : undefined;
  if (!asked || !key || !chat) return null;
  const beforeMs = asked.oldestMsgTimestampMs ? toNumber(asked.oldestMsgTimestampMs) : Number.MAX_SAFE_INTEGER;
  const wanted = asked.onDemandMsgCount ?? 50;
  const messages = chat.messages.filter(({ atMs, id }) => atMs <= beforeMs && id !== asked.oldestMsgId).slice(-wanted);
  const content = { conversations: [pastChat(world, phone, { key, chat, messages })] };
  return await historyNotice(world, { syncType: HistorySyncType.ON_DEMAND, content });
}

function findAnywhere(phone: Account, id: string | null | undefined): { chat: string; message: ChatMessage } | null {
  for (const [chat, { messages }] of Object.entries(phone.chats)) {
    const message = messages.find((item) => item.id === id);
    if (message) return { chat, message };
  }
  return null;
}

/** Messages that a device could not read, as the phone has them. */
function readAgain(world: World, phone: Account, request: { id: string; message: Request }): proto.IMessage {
  const peerDataOperationResult = (request.message.placeholderMessageResendRequest ?? []).flatMap(({ messageKey }) => {
    const found = findAnywhere(phone, messageKey?.id);
    if (!found) return [];
    const info = pastMessage(world, phone, found);
    const webMessageInfoBytes = proto.WebMessageInfo.encode(proto.WebMessageInfo.fromObject(info)).finish();
    return [{ placeholderMessageResendResponse: { webMessageInfoBytes } }];
  });
  const answer = { stanzaId: request.id, peerDataOperationResult };
  return {
    protocolMessage: {
      type: Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE,
      peerDataOperationRequestResponseMessage: answer,
    },
  };
}

/** A device asks its own phone for something; true when the message was such a question. Call inside the phone's turn. */
export async function answerPeerRequest(
  world: World,
  phone: Account,
  input: { device: number; id: string; message: proto.IMessage },
): Promise<boolean> {
  const asked = input.message.deviceSentMessage?.message ?? input.message;
  const request = asked.protocolMessage?.peerDataOperationRequestMessage;
  if (!request) return false;
  const companion = companionOf(phone, input.device);
  if (!companion || phone.isOffline) return true;
  const answers = [await olderMessages(world, phone, request)];
  if (request.placeholderMessageResendRequest?.length)
    answers.push(readAgain(world, phone, { id: input.id, message: request }));
  for (const message of answers) if (message) await tellDevice(world, phone, { companion, message });
  return true;
}
