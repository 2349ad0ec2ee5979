import { isJidGroup, isLidUser, isPnUser, USyncQuery, USyncUser, type WASocket } from 'baileys';
import { SendError } from '../../contract.ts';

/** Asks the server directly: the library takes an unanswered question for an empty answer. */
async function exists(sock: WASocket, jid: string): Promise<boolean> {
  if (isPnUser(jid)) {
    const found = await sock.onWhatsApp(jid);
    if (!found) throw new SendError('row', 'timeout');
    return found.some((answer) => answer.exists);
  }
  const question = new USyncQuery().withContext('message').withDeviceProtocol().withUser(new USyncUser().withId(jid));
  const answer = await sock.executeUSyncQuery(question);
  if (!answer) throw new SendError('row', 'timeout');
  return answer.list.some((user) => Array.isArray(Reflect.get(Object(user.devices), 'deviceList')));
}

/**
 * Without devices of the recipient the library "sends" to our own phone only, and the server acknowledges it.
 * Known devices come from the cache that the send itself uses.
 */
export async function assertReachable(sock: WASocket, jid: string): Promise<void> {
  if (isJidGroup(jid)) return;
  if (!isPnUser(jid) && !isLidUser(jid)) throw new SendError('permanent', 'bad_address');
  const devices = await sock.getUSyncDevices([jid], true, false);
  if (devices.length > 0) return;
  if (!(await exists(sock, jid))) throw new SendError('permanent', 'not_on_whatsapp');
  throw new SendError('row', 'no_devices');
}
