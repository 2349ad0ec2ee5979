import type { DeviceLink } from '../server/device-link.ts';
import { replace, unlink } from '../server/login.ts';
import { malformedStanzas } from '../server/malformed.ts';
import { serverSeconds, type World } from '../server/world.ts';
import { simulatedDeviceOf } from '../state/accounts.ts';
import type { Account } from '../state/model.ts';
import { node } from '../wire/nodes.ts';
import { ControlError } from './error.ts';
import type { Fault } from './types.ts';

/** Makes a fault happen: at once when it hits a connection, otherwise at its next occasion. */
export async function strikeFault(world: World, fault: Fault): Promise<void> {
  switch (fault.kind) {
    case 'lose-backlog':
    case 'lost-ack':
    case 'nack':
    case 'silent-iq':
    case 'iq-error':
    case 'login-failure':
    case 'upgrade-status':
    case 'media-status':
    case 'slow':
      world.faults.arm(fault);
      return;
    case 'expire-file':
    case 'damage-file':
      await strikeFile(world, fault);
      return;
    case 'timelock':
      announceTimelock(world, fault);
      return;
    case 'malformed':
      for (const link of linksOf(world, fault.phone)) {
        for (const stanza of malformedStanzas(fault.seed, fault.amount)) link.connection.send(stanza);
      }
      return;
    case 'clock':
      world.skewMs = fault.skewMs;
      return;
    case 'client-version':
      world.faults.minimumVersion = fault.minimum;
      return;
    case 'forget-sessions':
      forgetSessions(world, fault);
      return;
    default:
      strikeDevices(world, fault);
  }
}

function announceTimelock(world: World, fault: Extract<Fault, { kind: 'timelock' }>): void {
  const account = findAccount(world, fault.phone);
  const untilS = Math.ceil(fault.untilMs / 1000);
  account.timelockUntilS = untilS;
  world.accounts.changed(account);
  const lock = { is_active: untilS > 0, time_enforcement_ends: String(untilS), enforcement_type: 'DEFAULT' };
  const data = Buffer.from(JSON.stringify({ data: { xwa2_notify_account_reachout_timelock: lock } }));
  for (const link of linksOf(world, fault.phone)) {
    link.connection.send(
      node('notification', { from: '@s.whatsapp.net', type: 'mex', id: `mex-${untilS}`, t: serverSeconds(world) }, [
        node('update', { op_name: 'NotificationUserReachoutTimelockUpdate' }, data),
      ]),
    );
  }
}

function forgetSessions(world: World, { phone, device }: { phone: string; device?: number | undefined }): void {
  const account = findAccount(world, phone);
  const holder = device === undefined ? account : simulatedDeviceOf(account, device);
  if (!holder) throw new ControlError(404, 'device', 'no such simulated device');
  holder.sessions = {};
  if (holder !== account) holder.senderKeys = {};
  world.accounts.changed(account);
}

function findAccount(world: World, phone: string): Account {
  const account = world.accounts.find(phone);
  if (!account) throw new ControlError(404, 'phone', 'no such phone');
  return account;
}

function linksOf(world: World, phone: string): DeviceLink[] {
  const account = findAccount(world, phone);
  return account.companions.flatMap(({ id }) => world.links.get(`${account.phone}.${id}`) ?? []);
}

async function strikeFile(world: World, fault: Extract<Fault, { id: string }>): Promise<void> {
  const messages = world.accounts
    .all()
    .flatMap((account) => Object.values(account.chats).flatMap((chat) => chat.messages));
  const files = messages.flatMap(({ id, file }) => (id === fault.id && file ? [file] : []));
  const [first] = files;
  if (!first) throw new ControlError(404, 'id', 'no such message with a file');
  if (fault.kind === 'damage-file') return await world.blobs.damage(first.directPath);
  world.blobs.expire(first.directPath, fault.status ?? 404);
  for (const file of files) file.isGone = fault.gone === true;
}

function strikeDevices(world: World, fault: Extract<Fault, { device?: number | undefined }>): void {
  const account = findAccount(world, fault.phone);
  const devices = account.companions.map((companion) => companion.id);
  for (const device of devices.filter((id) => fault.device === undefined || fault.device === id)) {
    if (fault.kind === 'removed') {
      unlink(world, account, device);
      continue;
    }
    const link = world.links.get(`${account.phone}.${device}`);
    if (!link) continue;
    const { connection } = link;
    if (fault.kind === 'drop') connection.drop();
    else if (fault.kind === 'freeze') connection.frozen = true;
    else if (fault.kind === 'garbage') connection.sendGarbage();
    else if (fault.kind === 'replaced') replace(link);
    else connection.finish(node('stream:error', { code: fault.kind === 'stream-error' ? fault.code : 515 }));
  }
}
