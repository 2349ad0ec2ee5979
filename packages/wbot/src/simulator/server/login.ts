import { companionOf } from '../state/accounts.ts';
import { jidOf } from '../state/jid.ts';
import type { Account } from '../state/model.ts';
import type { Connection } from '../wire/connection.ts';
import { node } from '../wire/nodes.ts';
import type { ClientHello } from '../wire/noise-responder.ts';
import { createLink, type DeviceLink, linkKey, linkOf } from './device-link.ts';
import { announceDevices } from './device-notices.ts';
import { serverSeconds, type World } from './world.ts';

const replaced = node('stream:error', {}, [node('conflict', { type: 'replaced' })]);
const removed = node('stream:error', { code: 401 }, [node('conflict', { type: 'device_removed' })]);

/** Turns a client away that claims an older version than the network takes. */
export function refuseOutdated(world: World, connection: Connection, { payload }: ClientHello): boolean {
  const minimum = world.faults.minimumVersion;
  const { primary, secondary, tertiary } = payload.userAgent?.appVersion ?? {};
  if (!minimum) return false;
  const claimed = [primary ?? 0, secondary ?? 0, tertiary ?? 0];
  const at = minimum.findIndex((part, index) => part !== claimed[index]);
  if (at < 0 || (claimed[at] ?? 0) > (minimum[at] ?? 0)) return false;
  connection.finish(node('failure', { reason: 405, location: 'frc' }));
  return true;
}

/** Lets a registered device in, throwing out an older connection of the same device. Null when it may not. */
export function login(world: World, connection: Connection, hello: ClientHello): DeviceLink | null {
  const { payload, noisePublic } = hello;
  const account = world.accounts.find(payload.username?.toString());
  const companion = account ? companionOf(account, payload.device ?? 0) : undefined;
  const known = companion && Buffer.compare(companion.noisePublic, noisePublic) === 0;
  if (!account || !companion || !known) {
    connection.finish(node('failure', { reason: 401, location: 'frc' }));
    return null;
  }
  const fault = world.faults.strike('login-failure', ({ phone }) => phone === account.phone);
  if (fault) {
    connection.finish(node('failure', { reason: fault.reason, location: 'frc' }));
    return null;
  }
  linkOf(world, account, companion.id)?.connection.finish(replaced);
  const link = createLink(world, { account, companion, connection });
  world.links.set(linkKey(account, companion.id), link);
  connection.send(
    node('success', {
      t: serverSeconds(world),
      lid: jidOf(account, 'lid', companion.id),
      props: 27,
      display_name: account.name,
    }),
  );
  return link;
}

export function forget(world: World, link: DeviceLink): void {
  const key = linkKey(link.account, link.companion.id);
  if (world.links.get(key) === link) world.links.delete(key);
}

/** Ends a device's connection as if another one of the same device had logged in. */
export function replace(link: DeviceLink): void {
  link.connection.finish(replaced);
}

/** Removes a device for good and tells it, if it is there. */
export function unlink(world: World, account: Account, device: number): void {
  account.companions = account.companions.filter((companion) => companion.id !== device);
  delete account.sessions[linkKey(account, device)];
  world.accounts.changed(account);
  linkOf(world, account, device)?.connection.finish(removed);
  announceDevices(world, account, { tag: 'remove', device });
}
