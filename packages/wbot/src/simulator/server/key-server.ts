import type { BinaryNode } from 'baileys';
import { phoneBundle } from '../phone/cipher.ts';
import { companionOf, simulatedDeviceOf } from '../state/accounts.ts';
import { parseJid } from '../state/jid.ts';
import type { Account, Companion, KeyBundle, PublicPreKey, PublicSignedPreKey } from '../state/model.ts';
import { bytes, child, children, iqResult, node, serverJid, uint, uintBytes } from '../wire/nodes.ts';
import { type DeviceLink, deliver } from './device-link.ts';
import { newStanzaId, serverSeconds, type World } from './world.ts';

const keyType = Buffer.from([5]);
const lowWatermark = 5;

function publicKey(at: BinaryNode | undefined): PublicPreKey {
  return { id: uint(child(at, 'id')), value: bytes(child(at, 'value')) };
}

export function signedPreKey(at: BinaryNode | undefined): PublicSignedPreKey {
  return { ...publicKey(at), signature: bytes(child(at, 'signature')) };
}

/** Takes a bundle of a companion, using up one of its one-time keys. */
export function takeBundle(world: World, account: Account, companion: Companion): KeyBundle {
  const preKey = companion.preKeys.shift() ?? null;
  const { registrationId, identity, signedPreKey: signed } = companion;
  const left = companion.preKeys.length;
  if (left === lowWatermark - 1 || (left === 0 && preKey)) {
    const attributes = {
      type: 'encrypt',
      from: serverJid,
      id: newStanzaId(world, 'low'),
      t: serverSeconds(world),
    };
    deliver(world, { account, companion }, node('notification', attributes, [node('count', { value: left })]));
  }
  world.accounts.changed(account);
  return { registrationId, identity, signedPreKey: signed, preKey };
}

function bundleOf(world: World, address: string | undefined): KeyBundle | null {
  const parsed = parseJid(address);
  const account = world.accounts.find(address);
  if (!parsed || !account) return null;
  if (parsed.device === 0) {
    const bundle = phoneBundle(account);
    world.accounts.changed(account);
    return bundle;
  }
  const simulated = simulatedDeviceOf(account, parsed.device);
  if (simulated) return phoneBundle(simulated);
  const companion = companionOf(account, parsed.device);
  return companion ? takeBundle(world, account, companion) : null;
}

function keyNode(tag: string, key: PublicPreKey, rest: BinaryNode[] = []): BinaryNode {
  return node(tag, {}, [node('id', {}, uintBytes(key.id, 3)), node('value', {}, key.value), ...rest]);
}

/** Stanza parts that carry a bundle: in key answers and in resend requests. */
export function bundleNodes(bundle: KeyBundle): { registration: BinaryNode; keys: BinaryNode[] } {
  const { signedPreKey: signed, preKey } = bundle;
  return {
    registration: node('registration', {}, uintBytes(bundle.registrationId, 4)),
    keys: [
      node('type', {}, keyType),
      node('identity', {}, bundle.identity),
      keyNode('skey', signed, [node('signature', {}, signed.signature)]),
      ...(preKey ? [keyNode('key', preKey)] : []),
    ],
  };
}

/** Bundle that a device attached to its resend request; null when it attached none. */
export function attachedBundle(receipt: BinaryNode): KeyBundle | null {
  const keys = child(receipt, 'keys');
  if (!keys) return null;
  const preKey = child(keys, 'key');
  return {
    registrationId: uint(child(receipt, 'registration')),
    identity: bytes(child(keys, 'identity')),
    signedPreKey: signedPreKey(child(keys, 'skey')),
    preKey: preKey ? publicKey(preKey) : null,
  };
}

/** `encrypt` requests: pre-key count, upload, digest, rotation and other people's bundles. */
export function answerEncrypt(world: World, link: DeviceLink, iq: BinaryNode): BinaryNode {
  const { companion, account } = link;
  if (child(iq, 'count')) return iqResult(iq, [node('count', { value: companion.preKeys.length })]);
  if (child(iq, 'digest'))
    return iqResult(iq, [node('digest', {}, [node('registration', {}, uintBytes(companion.registrationId, 4))])]);
  const wanted = child(iq, 'key');
  if (wanted) {
    const users = children(wanted, 'user').map((user) => {
      const bundle = bundleOf(world, user.attrs.jid);
      if (!bundle) return node('user', { jid: user.attrs.jid }, [node('error', { code: 404 })]);
      const { registration, keys } = bundleNodes(bundle);
      return node('user', { jid: user.attrs.jid, t: serverSeconds(world) }, [registration, ...keys]);
    });
    return iqResult(iq, [node('list', {}, users)]);
  }
  const rotated = child(iq, 'rotate', 'skey');
  const uploaded = child(iq, 'skey');
  if (rotated ?? uploaded) companion.signedPreKey = signedPreKey(rotated ?? uploaded);
  if (uploaded) {
    companion.registrationId = uint(child(iq, 'registration'));
    companion.preKeys.push(...children(child(iq, 'list'), 'key').map(publicKey));
  }
  world.accounts.changed(account);
  return iqResult(iq);
}
