import { randomInt } from 'node:crypto';
import type { Addressing } from '../control/types.ts';
import { deliver } from '../server/device-link.ts';
import { takeBundle } from '../server/key-server.ts';
import { unixSeconds, type World } from '../server/world.ts';
import { jidOf } from '../state/jid.ts';
import type { Account, Companion, SimulatedDevice, StanzaType } from '../state/model.ts';
import { type Attributes, node } from '../wire/nodes.ts';
import { encryptFor } from './cipher.ts';

export interface PhoneStanza {
  id: string;
  atMs: number;
  /** Encoded message, before padding. */
  content: Uint8Array;
  type: StanzaType;
  /** 1 edits, 7 takes back. */
  edit?: string | null;
  /** What kind of file the encrypted part holds. */
  mediaType?: string | null;
  addressing: Addressing;
  /** Chat of an own message that is copied to an own device. */
  recipient?: Account;
  category?: 'peer';
  copies?: number;
  /** Only a placeholder goes to linked devices. */
  isUnavailable?: boolean;
  damaged?: boolean;
  retryCount?: number;
  /** The simulated companion that writes; default the phone itself. */
  device?: SimulatedDevice | undefined;
}

export function pad(content: Uint8Array): Buffer {
  const length = randomInt(1, 17);
  return Buffer.concat([content, Buffer.alloc(length, length)]);
}

function senderAttributes(from: Account, stanza: PhoneStanza): Attributes {
  const { recipient, addressing } = stanza;
  const device = stanza.device?.id ?? 0;
  if (stanza.category) return { from: jidOf(from, 'pn'), sender_lid: jidOf(from, 'lid'), category: stanza.category };
  if (recipient) {
    return addressing === 'pn'
      ? {
          from: jidOf(from, 'pn', device),
          recipient: jidOf(recipient, 'pn'),
          peer_recipient_lid: jidOf(recipient, 'lid'),
        }
      : {
          from: jidOf(from, 'lid', device),
          recipient: jidOf(recipient, 'lid'),
          peer_recipient_pn: jidOf(recipient, 'pn'),
          addressing_mode: 'lid',
        };
  }
  if (addressing === 'pn') return { from: jidOf(from, 'pn', device), sender_lid: jidOf(from, 'lid') };
  const hidden = addressing === 'lid-only';
  return { from: jidOf(from, 'lid', device), sender_pn: hidden ? null : jidOf(from, 'pn'), addressing_mode: 'lid' };
}

function stanzaAttributes(from: Account, stanza: PhoneStanza): Attributes {
  return {
    ...senderAttributes(from, stanza),
    id: stanza.id,
    t: unixSeconds(stanza.atMs),
    type: stanza.type,
    edit: stanza.edit,
    notify: from.name,
  };
}

/** Encrypts a phone's message for one companion and hands it to the network. Call inside the sender's turn. */
export async function transmit(
  world: World,
  from: Account,
  to: { account: Account; companion: Companion; stanza: PhoneStanza },
): Promise<void> {
  const { account, companion, stanza } = to;
  if (stanza.isUnavailable) {
    const placeholder = node('unavailable', { type: 'view_once' });
    deliver(world, { account, companion }, node('message', stanzaAttributes(from, stanza), [placeholder]));
    return;
  }
  const ref = { phone: account.phone, device: companion.id };
  const { type, ciphertext } = await encryptFor(stanza.device ?? from, ref, {
    plaintext: pad(stanza.content),
    bundle: () => takeBundle(world, account, companion),
  });
  world.accounts.changed(from);
  const last = ciphertext.length - 1;
  if (stanza.damaged) ciphertext.writeUInt8(ciphertext.readUInt8(last) ^ 0xff, last);
  const attributes = stanzaAttributes(from, stanza);
  const encrypted = node('enc', { v: 2, type, mediatype: stanza.mediaType, count: stanza.retryCount }, ciphertext);
  const identity = stanza.device ? [node('device-identity', {}, stanza.device.identity)] : [];
  for (let copy = 0; copy < (stanza.copies ?? 1); copy += 1) {
    deliver(world, { account, companion }, node('message', attributes, [encrypted, ...identity]));
  }
}
