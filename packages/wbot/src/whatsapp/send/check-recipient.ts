import { jidNormalizedUser, type WASocket } from 'baileys';
import { type Recipient, SendError } from '../../contract.ts';
import { userOf } from '../addresses.ts';

/** Asks who has a phone number; null when nobody does. An unanswered question is no verdict. @throws {SendError} */
export async function checkRecipient(sock: WASocket, phone: string): Promise<Recipient | null> {
  if (!/^\d{8,15}$/.test(phone)) throw new SendError('permanent', 'bad_address');
  const found = await sock.onWhatsApp(phone);
  if (!found) throw new SendError('row', 'timeout');
  const answer = found.find(({ exists }) => exists);
  if (!answer) return null;
  const jid = jidNormalizedUser(answer.jid);
  const lid = await sock.signalRepository.lidMapping.getLIDForPN(jid).catch(() => null);
  return { jid, lid: userOf(lid ?? undefined) };
}
