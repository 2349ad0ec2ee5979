import { Curve, generateRegistrationId } from 'baileys';
import type { PhoneRole } from '../control/types.ts';
import { lidOf, parseJid, phoneOf } from './jid.ts';
import type { Account, Chat, Companion, PhoneKeys, SimulatedDevice } from './model.ts';
import type { AccountStore } from './store.ts';

export function createPhoneKeys(): PhoneKeys {
  return {
    identity: Curve.generateKeyPair(),
    registrationId: generateRegistrationId() + 1,
    signedPreKey: { keyId: 1, keyPair: Curve.generateKeyPair() },
    preKeys: {},
    nextPreKeyId: 1,
  };
}

/** Every account of the simulated network, found by phone or LID. */
export class Accounts {
  readonly #store: AccountStore;
  readonly #byUser = new Map<string, Account>();

  constructor(store: AccountStore) {
    this.#store = store;
    for (const account of store.load()) this.#index(account);
  }

  all(): Account[] {
    return [...new Set(this.#byUser.values())];
  }

  /** By phone, LID or any JID form of them. */
  find(address: string | undefined): Account | undefined {
    const parsed = parseJid(address);
    return parsed ? this.#byUser.get(`${parsed.mode}:${parsed.user}`) : undefined;
  }

  /** The account of that phone (or name, when no phone is given), created when it is new. */
  ensure(input: { name: string; phone?: string | undefined; role: PhoneRole }): Account {
    const phone = (input.phone ?? phoneOf(input.name)).replace('+', '');
    const known = this.#byUser.get(`pn:${phone}`);
    if (known) {
      if (input.role === 'company' && known.role !== 'company') {
        known.role = 'company';
        this.changed(known);
      }
      return known;
    }
    const account: Account = {
      phone,
      lid: lidOf(phone),
      name: input.name,
      role: input.role,
      reads: 'auto',
      keys: createPhoneKeys(),
      sessions: {},
      companions: [],
      nextDevice: 1,
      nextSeq: 1,
      chats: {},
      receipts: [],
    };
    this.#index(account);
    this.changed(account);
    return account;
  }

  /** Says that an account changed and has to reach the disk. */
  changed(account: Account): void {
    this.#store.touch(account);
  }

  #index(account: Account): void {
    this.#byUser.set(`pn:${account.phone}`, account);
    this.#byUser.set(`lid:${account.lid}`, account);
  }
}

export function companionOf(account: Account, device: number): Companion | undefined {
  return account.companions.find((companion) => companion.id === device);
}

export function simulatedDeviceOf(account: Account, device: number): SimulatedDevice | undefined {
  return account.devices?.find(({ id }) => id === device);
}

export function chatWith(account: Account, peer: string): Chat {
  account.chats[peer] ??= { unread: 0, messages: [] };
  return account.chats[peer];
}
