import { proto } from 'baileys';
import { calculateSignature } from 'libsignal/src/curve.js';
import { announceDevices } from '../server/device-notices.ts';
import { serverSeconds, type World } from '../server/world.ts';
import { createPhoneKeys } from '../state/accounts.ts';
import type { Account, SimulatedDevice } from '../state/model.ts';

const accountPrefix = Buffer.from([6, 0]);
const devicePrefix = Buffer.from([6, 1]);

/** The phone vouches for the device, the device for itself. */
function identityOf(world: World, owner: Account, device: Pick<SimulatedDevice, 'id' | 'keys'>): Uint8Array {
  const { identity } = device.keys;
  const phone = owner.keys.identity;
  const details = proto.ADVDeviceIdentity.encode({
    rawId: owner.keys.registrationId,
    timestamp: serverSeconds(world),
    keyIndex: device.id,
    accountType: 0,
    deviceType: 0,
  }).finish();
  return proto.ADVSignedDeviceIdentity.encode({
    details,
    accountSignatureKey: phone.public,
    accountSignature: calculateSignature(phone.private, Buffer.concat([accountPrefix, details, identity.public])),
    deviceSignature: calculateSignature(
      identity.private,
      Buffer.concat([devicePrefix, details, identity.public, phone.public]),
    ),
  }).finish();
}

/** Links a simulated companion to a phone; devices that know the phone are told. */
export function addDevice(world: World, owner: Account): SimulatedDevice {
  const bare = { id: owner.nextDevice++, keys: createPhoneKeys() };
  const device = { ...bare, identity: identityOf(world, owner, bare), sessions: {}, messages: [] };
  owner.devices = [...(owner.devices ?? []), device];
  world.accounts.changed(owner);
  announceDevices(world, owner, { tag: 'add', device: device.id });
  return device;
}

export function removeDevice(world: World, owner: Account, device: SimulatedDevice): void {
  owner.devices = owner.devices?.filter((item) => item !== device) ?? [];
  world.accounts.changed(owner);
  announceDevices(world, owner, { tag: 'remove', device: device.id });
}

const messagesKept = 5_000;

/** A device takes a message. @returns whether it is new to it */
export function keepOnDevice(device: SimulatedDevice, message: { id: string; chat: string; text: string }): boolean {
  const known = device.messages.find(({ id, chat }) => id === message.id && chat === message.chat);
  if (known) known.count += 1;
  else device.messages.push({ ...message, count: 1 });
  if (device.messages.length > messagesKept) device.messages.shift();
  return !known;
}
