import { createCipheriv, createDecipheriv, hkdfSync, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type BinaryNode, Curve, type KeyPair } from 'baileys';
import type { Account } from '../state/model.ts';
import type { Connection } from '../wire/connection.ts';
import { bytes, child, iqResult, node, serverJid } from '../wire/nodes.ts';
import { vouch } from './pairing.ts';
import { serverSeconds, type World } from './world.ts';

const derive = promisify(pbkdf2);
const iterations = 131_072;
const saltBytes = 32;
const ivBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/** A client that shows a code to be typed on the phone. */
export interface LinkCodeOffer {
  /** Phone that it asked to be linked to. */
  phone: string;
  ref: Buffer;
  wrappedEphemeral: Buffer;
  typed: { account: Account; ephemeral: KeyPair; companionEphemeral: Buffer } | null;
}

/** What the client announces when it shows its code. */
function hello(world: World, connection: Connection, input: { iq: BinaryNode; part: BinaryNode }): void {
  const { iq, part } = input;
  const pairing = world.pairings.get(connection);
  const account = world.accounts.find(part.attrs.jid);
  const phone = account?.phone ?? part.attrs.jid?.split('@')[0] ?? '';
  const ref = Buffer.from(randomBytes(16).toString('hex'));
  if (!pairing) return;
  const wrappedEphemeral = bytes(child(part, 'link_code_pairing_wrapped_companion_ephemeral_pub'));
  pairing.linkCode = { phone, ref, wrappedEphemeral, typed: null };
  const answer = node('link_code_companion_reg', {}, [node('link_code_pairing_ref', {}, ref)]);
  connection.send(iqResult(iq, [answer]));
}

async function crypt(code: string, wrapped: Buffer): Promise<Buffer> {
  const salt = wrapped.subarray(0, saltBytes);
  const iv = wrapped.subarray(saltBytes, saltBytes + ivBytes);
  const key = await derive(code, salt, iterations, keyBytes, 'sha256');
  return createDecipheriv('aes-256-ctr', key, iv).update(wrapped.subarray(saltBytes + ivBytes));
}

async function wrap(code: string, publicKey: Uint8Array): Promise<Buffer> {
  const salt = randomBytes(saltBytes);
  const iv = randomBytes(ivBytes);
  const key = await derive(code, salt, iterations, keyBytes, 'sha256');
  return Buffer.concat([salt, iv, createCipheriv('aes-256-ctr', key, iv).update(publicKey)]);
}

/** The owner types a code on the phone. False when no client waits for this phone. */
export async function typeLinkCode(world: World, account: Account, code: string): Promise<boolean> {
  const waiting = [...world.pairings.values()].find(({ linkCode }) => linkCode?.phone === account.phone);
  if (!waiting?.linkCode) return false;
  const ephemeral = Curve.generateKeyPair();
  const companionEphemeral = await crypt(code, waiting.linkCode.wrappedEphemeral);
  const wrapped = await wrap(code, ephemeral.public);
  waiting.linkCode.typed = { account, ephemeral, companionEphemeral };
  const parts = [
    node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, wrapped),
    node('primary_identity_pub', {}, account.keys.identity.public),
    node('link_code_pairing_ref', {}, waiting.linkCode.ref),
  ];
  const attributes = {
    type: 'link_code_companion_reg',
    from: serverJid,
    id: `code-${serverSeconds(world)}`,
    t: serverSeconds(world),
  };
  const part = node('link_code_companion_reg', { stage: 'primary_hello' }, parts);
  waiting.connection.send(node('notification', attributes, [part]));
  return true;
}

function secretFrom(secret: Uint8Array, info: string, salt: Uint8Array = Buffer.alloc(0)): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, keyBytes));
}

/** Opens the client's bundle. @throws when the code that was typed is not the one it shows */
function openBundle(bundle: Buffer, shared: Uint8Array): { companionIdentity: Buffer; random: Buffer } {
  const salt = bundle.subarray(0, saltBytes);
  const key = secretFrom(shared, 'link_code_pairing_key_bundle_encryption_key', salt);
  const iv = bundle.subarray(saltBytes, saltBytes + nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, iv);
  decipher.setAuthTag(bundle.subarray(-tagBytes));
  const sealed = bundle.subarray(saltBytes + nonceBytes, -tagBytes);
  const plain = Buffer.concat([decipher.update(sealed), decipher.final()]);
  return { companionIdentity: plain.subarray(0, keyBytes), random: plain.subarray(2 * keyBytes) };
}

/** The client's half after the code was typed: from here on as after a scan. */
function finish(world: World, connection: Connection, input: { iq: BinaryNode; part: BinaryNode }): void {
  const pairing = world.pairings.get(connection);
  const typed = pairing?.linkCode?.typed;
  if (!pairing || !typed) return;
  const { account, ephemeral, companionEphemeral } = typed;
  const shared = Curve.sharedKey(ephemeral.private, companionEphemeral);
  const bundle = bytes(child(input.part, 'link_code_pairing_wrapped_key_bundle'));
  const { companionIdentity, random } = openBundle(bundle, shared);
  const identities = Curve.sharedKey(account.keys.identity.private, companionIdentity);
  const advSecret = secretFrom(Buffer.concat([shared, identities, random]), 'adv_secret');
  connection.send(iqResult(input.iq));
  vouch(world, account, { pairing, companionIdentity, advSecret });
}

/** A step of linking by code; false when the stanza is none. */
export function handleLinkCode(world: World, connection: Connection, iq: BinaryNode): boolean {
  const part = child(iq, 'link_code_companion_reg');
  if (!part) return false;
  if (part.attrs.stage === 'companion_hello') hello(world, connection, { iq, part });
  if (part.attrs.stage === 'companion_finish') {
    try {
      finish(world, connection, { iq, part });
    } catch (error) {
      world.logger.debug({ error: String(error) }, 'a wrong linking code was typed');
    }
  }
  return true;
}
