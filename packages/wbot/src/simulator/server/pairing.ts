import { createHmac, randomBytes } from 'node:crypto';
import type { BinaryNode } from 'baileys';
import { generateSignalPubKey, proto } from 'baileys';
import { calculateSignature, verifySignature } from 'libsignal/src/curve.js';
import { jidOf } from '../state/jid.ts';
import type { Account, Companion } from '../state/model.ts';
import type { Connection } from '../wire/connection.ts';
import { bytes, child, node, serverJid } from '../wire/nodes.ts';
import type { ClientHello } from '../wire/noise-responder.ts';
import { announceDevices } from './device-notices.ts';
import type { LinkCodeOffer } from './link-code.ts';
import { serverSeconds, type World } from './world.ts';

const refsPerQr = 6;
const accountPrefix = Buffer.from([6, 0]);
const devicePrefix = Buffer.from([6, 1]);

/** A client that shows a QR code, or was just scanned and has to prove itself. */
export interface Pairing {
  connection: Connection;
  hello: ClientHello;
  refs: string[];
  scanned: { account: Account; device: number; details: Uint8Array; iq: string } | null;
  linkCode: LinkCodeOffer | null;
}

export type PendingPairings = Map<Connection, Pairing>;

/** Shows a new client its QR references. */
export function offerPairing(world: World, connection: Connection, hello: ClientHello): void {
  const refs = Array.from({ length: refsPerQr }, () => `2@${randomBytes(60).toString('base64url')}`);
  world.pairings.set(connection, { connection, hello, refs, scanned: null, linkCode: null });
  const content = refs.map((ref) => node('ref', {}, Buffer.from(ref)));
  const attributes = { from: serverJid, type: 'set', id: `pair-${serverSeconds(world)}`, xmlns: 'md' };
  connection.send(node('iq', attributes, [node('pair-device', {}, content)]));
}

interface QrCode {
  ref: string;
  companionIdentity: Buffer;
  advSecret: Buffer;
}

/** Reads a linking QR, with or without the link in front. Null when it is none. */
export function parseQr(text: string): QrCode | null {
  const [ref, noise, identity, secret] = text.slice(text.indexOf('#') + 1).split(',');
  if (!ref || !noise || !identity || !secret) return null;
  return { ref, companionIdentity: Buffer.from(identity, 'base64'), advSecret: Buffer.from(secret, 'base64') };
}

/** Name that the client showing this QR declared; decides the account in unattended scans. */
export function pushNameOf(world: World, qr: QrCode): string | null {
  return findByRef(world, qr.ref)?.hello.payload.pushName ?? null;
}

function findByRef(world: World, ref: string): Pairing | undefined {
  return [...world.pairings.values()].find((pairing) => pairing.refs.includes(ref));
}

/** The phone of `account` scans: vouches for the companion. False when nobody shows that QR (any more). */
export function scan(world: World, account: Account, qr: QrCode): boolean {
  const pairing = findByRef(world, qr.ref);
  if (pairing) vouch(world, account, { pairing, ...qr });
  return pairing !== undefined;
}

/** The phone vouches for a companion whose identity and secret it learned from a QR code or a typed one. */
export function vouch(
  world: World,
  account: Account,
  companion: { pairing: Pairing; companionIdentity: Buffer; advSecret: Buffer },
): void {
  const { pairing, companionIdentity, advSecret } = companion;
  const device = account.nextDevice++;
  const identity = account.keys.identity;
  const details = proto.ADVDeviceIdentity.encode({
    rawId: account.keys.registrationId,
    timestamp: serverSeconds(world),
    keyIndex: device,
    accountType: 0,
    deviceType: 0,
  }).finish();
  const vouched = Buffer.concat([accountPrefix, details, companionIdentity]);
  const signed = proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: identity.public,
    accountSignature: calculateSignature(identity.private, vouched),
  }).finish();
  const hmac = createHmac('sha256', advSecret).update(signed).digest();
  const wrapped = proto.ADVSignedDeviceIdentityHMAC.encode({ details: signed, hmac }).finish();
  const iq = `success-${account.phone}-${device}`;
  pairing.scanned = { account, device, details, iq };
  world.accounts.changed(account);
  pairing.connection.send(
    node('iq', { from: serverJid, type: 'set', id: iq, xmlns: 'md' }, [
      node('pair-success', {}, [
        node('device-identity', {}, wrapped),
        node('biz', { name: account.name }),
        node('platform', { name: 'android' }),
        node('device', { jid: jidOf(account, 'pn', device), lid: jidOf(account, 'lid', device) }),
      ]),
    ]),
  );
}

function createCompanion(pairing: Pairing, device: number): Companion {
  const { noisePublic, payload } = pairing.hello;
  const data = payload.devicePairingData;
  if (!data?.eIdent || !data.eRegid || !data.eSkeyId || !data.eSkeyVal || !data.eSkeySig) {
    throw new Error('registration without device keys');
  }
  return {
    id: device,
    noisePublic: Buffer.from(noisePublic),
    identity: Buffer.from(data.eIdent),
    registrationId: Buffer.from(data.eRegid).readUIntBE(0, data.eRegid.length),
    signedPreKey: {
      id: Buffer.from(data.eSkeyId).readUIntBE(0, data.eSkeyId.length),
      value: Buffer.from(data.eSkeyVal),
      signature: Buffer.from(data.eSkeySig),
    },
    preKeys: [],
    synced: false,
    queue: [],
  };
}

/** The companion's half of the deal: checks its signature, registers it and makes it reconnect. */
export function completePairing(world: World, connection: Connection, stanza: BinaryNode): void {
  const pairing = world.pairings.get(connection);
  const scanned = pairing?.scanned;
  const identityNode = child(stanza, 'pair-device-sign', 'device-identity');
  if (!pairing || !scanned || stanza.attrs.id !== scanned.iq || !identityNode) return;
  const { account, device, details } = scanned;
  const companion = createCompanion(pairing, device);
  const signature = proto.ADVSignedDeviceIdentity.decode(bytes(identityNode)).deviceSignature;
  const signedBytes = Buffer.concat([devicePrefix, details, companion.identity, account.keys.identity.public]);
  if (!signature || !verifySignature(generateSignalPubKey(companion.identity), signedBytes, signature)) {
    connection.finish(node('failure', { reason: 401, location: 'pairing' }));
    return;
  }
  account.companions.push(companion);
  announceDevices(world, account, { tag: 'add', device });
  world.accounts.changed(account);
  world.pairings.delete(connection);
  connection.finish(node('stream:error', { code: 515 }));
}
