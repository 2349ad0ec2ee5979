import { type BinaryNode, proto, unpadRandomMax16 } from 'baileys';
import type { HistoryPart } from '../../contract.ts';
import { isOwn, type OwnAddresses } from '../journal-entry.ts';

const { Type } = proto.Message.ProtocolMessage;
const { HistorySyncType } = proto.Message;
/** Stories, and settings of the phone's own. */
const unused = new Set([
  HistorySyncType.INITIAL_STATUS_V3,
  HistorySyncType.NON_BLOCKING_DATA,
  HistorySyncType.NO_HISTORY,
  HistorySyncType.MESSAGE_ACCESS_STATUS,
]);
/** What belongs to the first hand-over, whose progress the phone tells. */
const counted = new Set([HistorySyncType.INITIAL_BOOTSTRAP, HistorySyncType.RECENT, HistorySyncType.FULL]);

function historyPart(remoteId: string, notice: proto.Message.IProtocolMessage): HistoryPart | null {
  const part = notice.type === Type.HISTORY_SYNC_NOTIFICATION ? notice.historySyncNotification : null;
  const syncType = part?.syncType ?? HistorySyncType.NO_HISTORY;
  if (!part || unused.has(syncType)) return null;
  const progress = Math.min(100, Math.max(0, part.progress ?? 0));
  return {
    remoteId,
    content: proto.Message.HistorySyncNotification.encode(part).finish(),
    percent: counted.has(syncType) ? progress : null,
    isRequested: syncType === HistorySyncType.ON_DEMAND,
  };
}

function resentMessages(notice: proto.Message.IProtocolMessage): proto.IWebMessageInfo[] {
  const results = notice.peerDataOperationRequestResponseMessage?.peerDataOperationResult ?? [];
  return results.flatMap(({ placeholderMessageResendResponse: resent }) =>
    resent?.webMessageInfoBytes?.length ? [proto.WebMessageInfo.decode(resent.webMessageInfoBytes)] : [],
  );
}

export interface PeerMessage {
  part: HistoryPart | null;
  /** Messages that this device could not read, as the phone has them. */
  resent: proto.IWebMessageInfo[];
}

/** What the own phone says to this device, as far as a desk cares; null for anything else, and for other senders. */
export function readPeerMessage(
  stanza: BinaryNode,
  input: { plaintext: Uint8Array; me: OwnAddresses },
): PeerMessage | null {
  const { attrs } = stanza;
  if (attrs.category !== 'peer' || !attrs.id || !isOwn(attrs.from, input.me)) return null;
  const message = proto.Message.decode(unpadRandomMax16(input.plaintext));
  const notice = message.protocolMessage ?? message.deviceSentMessage?.message?.protocolMessage;
  return notice ? { part: historyPart(attrs.id, notice), resent: resentMessages(notice) } : null;
}
