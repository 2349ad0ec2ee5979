import { AsyncLocalStorage } from 'node:async_hooks';
import {
  DEFAULT_CONNECTION_CONFIG,
  type LIDMapping,
  type SignalAuthState,
  type SignalKeyStoreWithTransaction,
  type SignalRepositoryWithLIDStore,
  type SocketConfig,
} from 'baileys';

export interface JournalingHooks {
  /**
   * Makes a decrypted stanza durable. Runs inside the key transaction, before its commit and before any receipt.
   * `ciphertext` is the stanza's own object and identifies it.
   */
  journal(input: { ciphertext: Uint8Array; plaintext: Uint8Array; keys: SignalKeyStoreWithTransaction }): Promise<void>;
  /** Journal or key store failed: nothing may be acknowledged on this socket any more. */
  storageFailed(error: unknown): void;
  /** Content of this stanza is already durable; asking for it again would be pointless. */
  isJournaled(ciphertext: Uint8Array): boolean;
  identitiesLearned(pairs: readonly LIDMapping[]): void;
}

/** The library's own words for a message it must confirm without asking for it again. */
const alreadyUsedText = 'Key used already or never filled';

/** Marks an error that came from our storage, as opposed to the cipher. */
class StorageError extends Error {
  constructor(cause: unknown) {
    super('message could not be made durable', { cause });
    this.name = 'StorageError';
  }
}

/** Guarantee: the library wraps the key store with transactions before it creates a repository. */
function transactional(keys: SignalAuthState['keys']): SignalKeyStoreWithTransaction {
  if ('transaction' in keys) return keys;
  throw new Error('signal keys without transactions');
}

/**
 * The library's Signal repository with two changes of order.
 *
 * Decryption commits its ratchet only after the message is in the journal; both happen before the receipt.
 * Encryption (and session setup) commits at once and under the same lock as decryption for that address.
 * The library would commit a send's ratchet at the end of a long transaction, after the bytes left: a message
 * decrypted meanwhile would be rolled back by it, and a crash would reuse message keys.
 */
export function journalingRepository(hooks: JournalingHooks): SocketConfig['makeSignalRepository'] {
  return (auth, logger, pnToLid) => {
    const inner = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(auth, logger, pnToLid);
    const keys = transactional(auth.keys);
    const outsideTransactions = AsyncLocalStorage.snapshot();
    const { lidMapping } = inner;

    async function lockOf(jid: string): Promise<string> {
      const lid = jid.endsWith('@s.whatsapp.net') ? await lidMapping.getLIDForPN(jid) : null;
      return `signal:${inner.jidToSignalProtocolAddress(lid ?? jid)}`;
    }

    async function alone<T>(jid: string, work: () => Promise<T>): Promise<T> {
      const lock = await lockOf(jid);
      return await outsideTransactions(() => keys.transaction(work, lock));
    }

    async function decryptThenJournal(
      lock: string,
      ciphertext: Uint8Array,
      decrypt: () => Promise<Uint8Array>,
    ): Promise<Uint8Array> {
      let cipherFailure: unknown = null;
      try {
        return await keys.transaction(async () => {
          const plaintext = await decrypt().catch((error: unknown) => {
            cipherFailure = error;
            throw error;
          });
          await hooks.journal({ ciphertext, plaintext, keys }).catch((error: unknown) => {
            throw new StorageError(error);
          });
          return plaintext;
        }, lock);
      } catch (error) {
        if (cipherFailure === null) hooks.storageFailed(error instanceof StorageError ? error.cause : error);
        else if (hooks.isJournaled(ciphertext)) throw new Error(alreadyUsedText, { cause: error });
        throw error;
      }
    }

    const storePairs = lidMapping.storeLIDPNMappings.bind(lidMapping);
    lidMapping.storeLIDPNMappings = async (pairs) => {
      await storePairs(pairs);
      hooks.identitiesLearned(pairs);
    };

    const repository: SignalRepositoryWithLIDStore = {
      ...inner,
      lidMapping,
      async decryptMessage(input) {
        return await decryptThenJournal(await lockOf(input.jid), input.ciphertext, () => inner.decryptMessage(input));
      },
      async decryptGroupMessage(input) {
        return await decryptThenJournal(input.group, input.msg, () => inner.decryptGroupMessage(input));
      },
      encryptMessage: (input) => alone(input.jid, () => inner.encryptMessage(input)),
      encryptGroupMessage: (input) =>
        outsideTransactions(() => keys.transaction(() => inner.encryptGroupMessage(input), input.group)),
      getSenderKeyDistributionMessage: (input) =>
        outsideTransactions(() => keys.transaction(() => inner.getSenderKeyDistributionMessage(input), input.group)),
      injectE2ESession: (input) => alone(input.jid, () => inner.injectE2ESession(input)),
      deleteSession: (jids) => outsideTransactions(() => inner.deleteSession(jids)),
      migrateSession: (fromJid, toJid) => outsideTransactions(() => inner.migrateSession(fromJid, toJid)),
    };
    return repository;
  };
}
