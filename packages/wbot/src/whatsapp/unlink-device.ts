import { randomBytes } from 'node:crypto';
import type { WASocket } from 'baileys';
import type { DriverLogger } from '../contract.ts';
import { describeError } from './library-logger.ts';

const unlinkTimeoutMs = 5_000;

/** Tells the provider that this device is no longer linked. Never rejects. */
export async function unlinkDevice(sock: WASocket, logger: DriverLogger): Promise<void> {
  const jid = sock.user?.id;
  if (!jid) return;
  const device = { tag: 'remove-companion-device', attrs: { jid, reason: 'user_initiated' } };
  const attrs = { to: '@s.whatsapp.net', type: 'set', xmlns: 'md', id: randomBytes(6).toString('hex') };
  await sock.query({ tag: 'iq', attrs, content: [device] }, unlinkTimeoutMs).catch((error: unknown) => {
    logger.warn({ error: describeError(error) }, 'provider did not confirm the logout');
  });
}
