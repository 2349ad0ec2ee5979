import { Curve, generateSignalPubKey } from 'baileys';
import { ProtocolAddress, SessionBuilder, SessionCipher } from 'libsignal';
import type { KeyBundle } from '../state/model.ts';
import { type KeyHolder, signalStorage } from './signal-storage.ts';

/** A device as the phones' Signal stores name it: always by phone, however the stanza was addressed. */
export interface DeviceRef {
  phone: string;
  device: number;
}

export interface Encrypted {
  type: 'pkmsg' | 'msg';
  ciphertext: Buffer;
}

function addressOf(ref: DeviceRef): ProtocolAddress {
  return new ProtocolAddress(ref.phone, ref.device);
}

/** Opens a new outgoing session from a key bundle, closing the one in use. */
export async function openSession(account: KeyHolder, ref: DeviceRef, bundle: KeyBundle): Promise<void> {
  const builder = new SessionBuilder(signalStorage(account), addressOf(ref));
  const { signedPreKey, preKey } = bundle;
  const session = {
    registrationId: bundle.registrationId,
    identityKey: generateSignalPubKey(bundle.identity),
    signedPreKey: {
      keyId: signedPreKey.id,
      publicKey: generateSignalPubKey(signedPreKey.value),
      signature: signedPreKey.signature,
    },
  };
  if (preKey) {
    await builder.initOutgoing({
      ...session,
      preKey: { keyId: preKey.id, publicKey: generateSignalPubKey(preKey.value) },
    });
    return;
  }
  // The library accepts a bundle without one-time key; only its typing insists on one.
  await Reflect.apply(builder.initOutgoing, builder, [session]);
}

/** Encrypts for one device, opening a session with `bundle()` when there is none. */
export async function encryptFor(
  account: KeyHolder,
  ref: DeviceRef,
  input: { plaintext: Uint8Array; bundle: () => KeyBundle },
): Promise<Encrypted> {
  const address = addressOf(ref);
  const record = await signalStorage(account).loadSession(address.toString());
  if (!record?.haveOpenSession()) await openSession(account, ref, input.bundle());
  const cipher = new SessionCipher(signalStorage(account), address);
  const { type, body } = await cipher.encrypt(Buffer.from(input.plaintext));
  return { type: type === 3 ? 'pkmsg' : 'msg', ciphertext: Buffer.from(body, 'binary') };
}

/** Decrypts what a device sent to this phone. @throws when the sessions do not match */
export async function decryptFrom(account: KeyHolder, ref: DeviceRef, message: Encrypted): Promise<Buffer> {
  const cipher = new SessionCipher(signalStorage(account), addressOf(ref));
  return message.type === 'pkmsg'
    ? await cipher.decryptPreKeyWhisperMessage(message.ciphertext)
    : await cipher.decryptWhisperMessage(message.ciphertext);
}

/** Key bundle of the phone itself; every call hands out a new one-time key. */
export function phoneBundle(account: KeyHolder): KeyBundle {
  const { keys } = account;
  const id = keys.nextPreKeyId++;
  const pair = Curve.generateKeyPair();
  keys.preKeys[String(id)] = pair;
  const { keyPair } = keys.signedPreKey;
  keys.signedPreKey.signature ??= Curve.sign(keys.identity.private, generateSignalPubKey(keyPair.public));
  return {
    registrationId: keys.registrationId,
    identity: keys.identity.public,
    signedPreKey: {
      id: keys.signedPreKey.keyId,
      value: keys.signedPreKey.keyPair.public,
      signature: keys.signedPreKey.signature,
    },
    preKey: { id, value: pair.public },
  };
}
