import type { WASocket } from 'baileys';
import type { HistoryPoint } from '../../contract.ts';

/** Asks the own phone for what stands before a message; the answer comes as a part of its past. */
export async function askPhone(sock: WASocket, before: HistoryPoint, count: number): Promise<void> {
  const { remoteChat, remoteId, fromMe, sentAtMs } = before;
  // Times of messages are whole seconds here and finer on the phone: what came in the same second counts as older.
  const untilMs = sentAtMs - (sentAtMs % 1_000) + 999;
  await sock.fetchMessageHistory(count, { remoteJid: remoteChat, id: remoteId, fromMe }, untilMs);
}
