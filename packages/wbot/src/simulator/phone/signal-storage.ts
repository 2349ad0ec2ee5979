import { generateSignalPubKey, type KeyPair } from 'baileys';
import { SessionRecord, type SignalStorage } from 'libsignal';
import type { Account } from '../state/model.ts';

/** A simulated phone, or a companion of one. */
export type KeyHolder = Pick<Account, 'keys' | 'sessions'>;

function signalPair(pair: KeyPair): { privKey: Buffer; pubKey: Buffer } {
  return { privKey: Buffer.from(pair.private), pubKey: Buffer.from(generateSignalPubKey(pair.public)) };
}

/** Guarantee: records in `sessions` were put there by `storeSession` below. */
function storedRecord(account: KeyHolder, address: string): Uint8Array | undefined {
  return account.sessions[address] as Uint8Array | undefined;
}

/** Signal storage of a simulated phone or companion, kept in it. */
export function signalStorage(account: KeyHolder): SignalStorage {
  const { keys } = account;
  return {
    async loadSession(address) {
      const record = storedRecord(account, address);
      return record ? SessionRecord.deserialize(record) : null;
    },
    async storeSession(address, record) {
      account.sessions[address] = record.serialize();
    },
    isTrustedIdentity: () => true,
    async loadPreKey(id) {
      const pair = keys.preKeys[String(id)];
      return pair ? signalPair(pair) : undefined;
    },
    removePreKey(id) {
      delete keys.preKeys[String(id)];
    },
    loadSignedPreKey: () => signalPair(keys.signedPreKey.keyPair),
    getOurRegistrationId: () => keys.registrationId,
    getOurIdentity: () => signalPair(keys.identity),
  };
}
