import {
  GroupCipher,
  GroupSessionBuilder,
  SenderKeyDistributionMessage,
  SenderKeyName,
  SenderKeyRecord,
} from 'baileys/lib/Signal/Group/index.js';
import type { Account } from '../state/model.ts';
import type { DeviceRef } from './cipher.ts';

type SenderKeyHolder = Pick<Account, 'senderKeys'>;
type Structure = ConstructorParameters<typeof SenderKeyRecord>[0];

/** Guarantee: records in `senderKeys` were put there by `storeSenderKey` below. */
function storedRecord(account: SenderKeyHolder, name: string): Structure {
  return account.senderKeys?.[name] as Structure;
}

function nameOf(group: string, { phone, device }: DeviceRef): SenderKeyName {
  return new SenderKeyName(group, { id: phone, deviceId: device, toString: () => `${phone}.${device}` });
}

function keyOf(name: SenderKeyName): string {
  return `${name.getGroupId()}|${name.getSender().id}.${name.getSender().deviceId}`;
}

/** Group keys of a simulated phone, kept in its account. */
function storage(account: SenderKeyHolder) {
  return {
    loadSenderKey: async (name: SenderKeyName) => new SenderKeyRecord(storedRecord(account, keyOf(name))),
    storeSenderKey: async (name: SenderKeyName, record: SenderKeyRecord) => {
      account.senderKeys = { ...account.senderKeys, [keyOf(name)]: record.serialize() };
    },
  };
}

/** The key that others need to read this phone's messages in a group. */
export async function senderKeyOf(account: Account, group: string): Promise<Uint8Array> {
  const name = nameOf(group, { phone: account.phone, device: 0 });
  return (await new GroupSessionBuilder(storage(account)).create(name)).serialize();
}

export async function encryptForGroup(account: Account, group: string, plaintext: Uint8Array): Promise<Uint8Array> {
  const name = nameOf(group, { phone: account.phone, device: 0 });
  return await new GroupCipher(storage(account), name).encrypt(plaintext);
}

/** Takes the key of a device that writes in a group. */
export async function learnSenderKey(
  account: SenderKeyHolder,
  from: { group: string; ref: DeviceRef },
  serialized: Uint8Array,
): Promise<void> {
  const message = new SenderKeyDistributionMessage(null, null, null, null, serialized);
  await new GroupSessionBuilder(storage(account)).process(nameOf(from.group, from.ref), message);
}

/** @throws when the key of that device is not known */
export async function decryptFromGroup(
  account: SenderKeyHolder,
  from: { group: string; ref: DeviceRef },
  ciphertext: Uint8Array,
): Promise<Uint8Array> {
  return await new GroupCipher(storage(account), nameOf(from.group, from.ref)).decrypt(ciphertext);
}
