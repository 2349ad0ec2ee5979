import { createCipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { type BinaryNode, proto } from 'baileys';
import type { PhoneFile } from '../state/model.ts';
import { child, node } from '../wire/nodes.ts';
import { type DeviceLink, deliver } from './device-link.ts';
import { inBackground, serverSeconds, type World } from './world.ts';

const notFound = 2;
const retryInfo = 'WhatsApp Media Retry Notification';
const { ResultType } = proto.MediaRetryNotification;

function sealed(file: PhoneFile, id: string, directPath: string): BinaryNode {
  const key = Buffer.from(hkdfSync('sha256', file.mediaKey, Buffer.alloc(32), retryInfo, 32));
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(id));
  const answer = { stanzaId: id, directPath, result: ResultType.SUCCESS };
  const plain = proto.MediaRetryNotification.encode(answer).finish();
  const payload = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return node('encrypt', {}, [node('enc_p', {}, payload), node('enc_iv', {}, iv)]);
}

/** A device misses a file: the account's own phone uploads it again, or says that it does not have it. */
export function answerMediaRequest(world: World, link: DeviceLink, receipt: BinaryNode): void {
  const { account, companion } = link;
  const id = receipt.attrs.id ?? '';
  const wanted = child(receipt, 'rmr')?.attrs ?? {};
  const messages = Object.values(account.chats).flatMap((chat) => chat.messages);
  const file = messages.find((message) => message.id === id)?.file;
  const tell = (content: BinaryNode) => {
    const attributes = { type: 'mediaretry', from: wanted.jid, id, t: serverSeconds(world) };
    deliver(world, { account, companion }, node('notification', attributes, [content, node('rmr', wanted)]));
  };
  async function uploadAgain(): Promise<void> {
    const directPath = file && !file.isGone ? await world.blobs.renew(file.directPath) : null;
    if (!file || !directPath) return tell(node('error', { code: notFound }));
    file.directPath = directPath;
    world.accounts.changed(account);
    tell(sealed(file, id, directPath));
  }
  inBackground(world, 'media request', uploadAgain());
}
