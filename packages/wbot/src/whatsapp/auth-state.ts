import {
  type AuthenticationCreds,
  type AuthenticationState,
  BufferJSON,
  initAuthCreds,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
} from 'baileys';
import type { AuthStore, KeyChange } from '../contract.ts';
import { cachedKeys } from './key-cache.ts';

/** Trusts that the text is what {@link AuthState.save} wrote for this channel. */
function parseCredentials(json: string): AuthenticationCreds {
  return JSON.parse(json, BufferJSON.reviver) as AuthenticationCreds;
}

/** Trusts that the text was written for the same key type by `changesOf`. */
function parseKey<T extends keyof SignalDataTypeMap>(type: T, json: string): SignalDataTypeMap[T] {
  const value: unknown = JSON.parse(json, BufferJSON.reviver);
  const revived =
    type === 'app-state-sync-key' && typeof value === 'object' && value !== null
      ? proto.Message.AppStateSyncKeyData.fromObject(value)
      : value;
  return revived as SignalDataTypeMap[T];
}

function changesOf(data: SignalDataSet): KeyChange[] {
  return Object.entries(data).flatMap(([type, entries]) =>
    Object.entries(entries ?? {}).map(([id, value]: [string, unknown]) => ({
      type,
      id,
      value: value === null || value === undefined ? null : JSON.stringify(value, BufferJSON.replacer),
    })),
  );
}

function keyStore(store: Pick<AuthStore, 'loadKeys' | 'saveKeys'>): SignalKeyStore {
  return {
    async get(type, ids) {
      const found = await store.loadKeys(type, ids);
      return Object.fromEntries([...found].map(([id, json]) => [id, parseKey(type, json)]));
    },
    async set(data) {
      const changes = changesOf(data);
      if (changes.length > 0) await store.saveKeys(changes);
    },
  };
}

/**
 * The same keys, as one socket may use them: once it has ended its late writes are refused, so that they cannot follow a
 * wipe. A store that cannot be read is told apart from a message that cannot be: the library would refuse that message.
 */
export function keysOfSocket(
  keys: SignalKeyStore,
  socket: { isEnded(): boolean; storageFailed(error: unknown): void },
): SignalKeyStore {
  return {
    async get(type, ids) {
      try {
        return await keys.get(type, ids);
      } catch (error) {
        socket.storageFailed(error);
        throw error;
      }
    },
    async set(data) {
      if (socket.isEnded()) throw new Error('this socket has ended');
      await keys.set(data);
    },
  };
}

/** A pairing code that nobody typed leaves a name behind; with it the library would log in instead of registering. */
export function forgetUnfinishedPairing(creds: AuthenticationCreds): void {
  if (creds.account) return;
  delete creds.me;
  delete creds.pairingCode;
}

/** Credentials of a channel in memory, and the way back to the store. */
export interface AuthState {
  readonly state: AuthenticationState;
  /** True once a phone has linked this device. */
  readonly paired: boolean;
  /** Writes the credentials after all earlier writes; calls that wait are folded into one. */
  save(): Promise<void>;
}

/** Loads a channel's credentials, or makes new ones for a first pairing. */
export async function loadAuthState(store: AuthStore): Promise<AuthState> {
  const json = await store.loadCredentials();
  const creds = json === null ? initAuthCreds() : parseCredentials(json);
  let running: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | null = null;
  return {
    state: { creds, keys: keyStore(cachedKeys(store)) },
    get paired() {
      return creds.account !== undefined;
    },
    save() {
      waiting ??= running
        .catch(() => undefined)
        .then(() => {
          waiting = null;
          running = store.saveCredentials(JSON.stringify(creds, BufferJSON.replacer));
          return running;
        });
      return waiting;
    },
  };
}
