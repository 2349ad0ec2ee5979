import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { proto } from 'baileys';
import type { World } from '../server/world.ts';
import type { Account, Companion } from '../state/model.ts';
import { encodeContent } from './content.ts';
import { transmit } from './transmit.ts';

const { Type } = proto.Message.ProtocolMessage;
const { HistorySyncType } = proto.HistorySync;

function keyShare(): proto.IMessage {
  const keyData = {
    keyData: randomBytes(32),
    fingerprint: { rawId: 1, currentIndex: 0, deviceIndexes: [0] },
    timestamp: Date.now(),
  };
  const keys = [{ keyId: { keyId: randomBytes(6) }, keyData }];
  return { protocolMessage: { type: Type.APP_STATE_SYNC_KEY_SHARE, appStateSyncKeyShare: { keys } } };
}

function history(syncType: proto.HistorySync.HistorySyncType): proto.IMessage {
  const payload = deflateSync(proto.HistorySync.encode({ syncType, conversations: [], pushnames: [] }).finish());
  const notice = { syncType, progress: 100, chunkOrder: 1, initialHistBootstrapInlinePayload: payload };
  return { protocolMessage: { type: Type.HISTORY_SYNC_NOTIFICATION, historySyncNotification: notice } };
}

/** What a phone sends a companion after its first login; clients hold everything back until it comes. */
export async function startFirstSync(world: World, account: Account, companion: Companion): Promise<void> {
  if (companion.synced) return;
  companion.synced = true;
  const messages = [keyShare(), history(HistorySyncType.INITIAL_BOOTSTRAP), history(HistorySyncType.RECENT)];
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
