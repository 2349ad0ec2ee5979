import { callFromPhone } from '../phone/call.ts';
import { findMessage } from '../phone/chat-log.ts';
import { readChat } from '../phone/confirm.ts';
import { readFile } from '../phone/files.ts';
import { sendToGroup } from '../phone/group-send.ts';
import { sendFromPhone } from '../phone/send.ts';
import { deliverNow } from '../server/device-link.ts';
import { changeGroup, createGroup } from '../server/groups.ts';
import { typeLinkCode } from '../server/link-code.ts';
import { parseQr, pushNameOf, scan } from '../server/pairing.ts';
import type { World } from '../server/world.ts';
import type { Group } from '../state/groups.ts';
import { jidOf } from '../state/jid.ts';
import type { Account } from '../state/model.ts';
import { node } from '../wire/nodes.ts';
import { accountRoutes } from './account-routes.ts';
import { deviceRoutes } from './device-routes.ts';
import { ControlError } from './error.ts';
import { find, parse, type Route } from './route.ts';
import {
  faultSchema,
  groupChangeSchema,
  linkCodeSchema,
  newGroupSchema,
  newMessageSchema,
  newPhoneSchema,
  phonePatchSchema,
  readSchema,
  scanSchema,
  typingSchema,
} from './schemas.ts';
import { strikeFault } from './strike.ts';
import type { NewMessage } from './types.ts';
import { presentChat, presentGroup, presentLedger, presentPhone } from './views.ts';

/** Under what name a phone keeps that chat. */
function chatKey(world: World, field: string, address: string | undefined): string {
  return world.groups.find(address)?.id ?? find(world, field, address).phone;
}

function findGroup(world: World, field: string, id: string | undefined): Group {
  const group = world.groups.find(id);
  if (!group) throw new ControlError(404, field, 'no such group');
  return group;
}

/** Bytes to answer with instead of JSON. */
export class FileAnswer {
  readonly mimetype: string;
  readonly parts: AsyncIterable<Uint8Array>;

  constructor(mimetype: string, parts: AsyncIterable<Uint8Array>) {
    this.mimetype = mimetype;
    this.parts = parts;
  }
}

/** A company's phone, made when it is new. */
function company(world: World, address: string | undefined, name: string | undefined): Account {
  const known = world.accounts.find(address);
  if (!known && !name) throw new ControlError(404, 'phone', 'no such phone; give a name to create it');
  const phone = parse(newPhoneSchema, { name: name ?? known?.name, phone: address });
  return world.accounts.ensure({ ...phone, role: 'company' });
}

function scanned(world: World, account: Account, text: string): void {
  const qr = parseQr(text);
  if (!qr) throw new ControlError(400, 'qr', 'not a linking code');
  if (!scan(world, account, qr)) throw new ControlError(410, 'qr', 'this code is not on any screen');
}

/** Clients that declare no name share no number: the first company without a device, else a new one. */
function spareCompany(world: World): string {
  const companies = world.accounts.all().filter(({ role }) => role === 'company');
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'Simulated company' : `Simulated company ${number}`;
    const known = companies.find((account) => account.name === name);
    if (!known || known.companions.length === 0) return name;
  }
}

export const routes: Route[] = [
  ...accountRoutes,
  ...deviceRoutes,
  {
    method: 'GET',
    path: /^\/control\/groups$/,
    run: (world) => ({ groups: world.groups.all().map((group) => presentGroup(world, group)) }),
  },
  {
    method: 'POST',
    path: /^\/control\/groups$/,
    givesId: true,
    body: newGroupSchema,
    run(world, { body }) {
      const { subject, owner, members, addressing, id } = parse(newGroupSchema, body);
      const people = members.map((phone) => find(world, 'members', phone));
      return presentGroup(
        world,
        createGroup(world, find(world, 'owner', owner), { subject, members: people, addressing, id }),
      );
    },
  },
  {
    method: 'POST',
    path: /^\/control\/groups\/(?<id>[^/]+)\/changes$/,
    body: groupChangeSchema,
    run(world, { params, body }) {
      const { by, ...change } = parse(groupChangeSchema, body);
      const group = findGroup(world, 'id', params.id);
      changeGroup(world, group, { by: find(world, 'by', by), change });
      return presentGroup(world, group);
    },
  },
  {
    method: 'POST',
    path: /^\/admin\/mock-phone\/scan-qr$/,
    isOneOff: true,
    run(world, { body }) {
      const text = typeof body === 'string' ? body : '';
      const qr = parseQr(text);
      if (!qr) throw new ControlError(400, 'qr', 'not a linking code');
      const account = world.accounts.ensure({ name: pushNameOf(world, qr) ?? spareCompany(world), role: 'company' });
      scanned(world, account, text);
      return { phone: account.phone };
    },
  },
  {
    method: 'GET',
    path: /^\/control\/phones$/,
    run: (world) => ({ phones: world.accounts.all().map((account) => presentPhone(world, account)) }),
  },
  {
    method: 'POST',
    path: /^\/control\/phones$/,
    body: newPhoneSchema,
    run(world, { body }) {
      const input = parse(newPhoneSchema, body);
      return presentPhone(world, world.accounts.ensure({ ...input, role: 'customer' }));
    },
  },
  {
    method: 'PATCH',
    path: /^\/control\/phones\/(?<phone>[^/]+)$/,
    body: phonePatchSchema,
    run(world, { params, body }) {
      const account = find(world, 'phone', params.phone);
      const {
        reads = account.reads,
        isOffline = account.isOffline,
        hidesReads = account.hidesReads,
      } = parse(phonePatchSchema, body);
      Object.assign(account, { reads, isOffline, hidesReads });
      world.accounts.changed(account);
      return presentPhone(world, account);
    },
  },
  {
    method: 'GET',
    path: /^\/control\/phones\/(?<phone>[^/]+)\/chats\/(?<peer>[^/]+)$/,
    run: (world, { params }) =>
      presentChat(world, find(world, 'phone', params.phone), chatKey(world, 'peer', params.peer)),
  },
  {
    method: 'GET',
    path: /^\/control\/phones\/(?<phone>[^/]+)\/chats\/(?<peer>[^/]+)\/messages\/(?<id>[^/]+)\/file$/,
    run(world, { params }) {
      const account = find(world, 'phone', params.phone);
      const message = findMessage(account, chatKey(world, 'peer', params.peer), params.id ?? '');
      if (!message?.file) throw new ControlError(404, 'id', 'no such message with a file');
      return new FileAnswer(message.file.mimetype, readFile(world, message.file));
    },
  },
  {
    method: 'POST',
    path: /^\/control\/phones\/(?<phone>[^/]+)\/messages$/,
    givesId: true,
    body: newMessageSchema,
    async run(world, { params, body }) {
      const message: NewMessage = parse(newMessageSchema, body);
      const from = find(world, 'phone', params.phone);
      if (message.to.endsWith('@g.us')) {
        return await sendToGroup(world, from, { group: findGroup(world, 'to', message.to), message });
      }
      if (message.kind === 'call') {
        const to = find(world, 'to', message.to);
        return callFromPhone(world, from, { to, id: message.id, isVideo: message.isVideo === true });
      }
      return await sendFromPhone(world, from, { to: find(world, 'to', message.to), message });
    },
  },
  {
    method: 'POST',
    path: /^\/control\/phones\/(?<phone>[^/]+)\/read$/,
    body: readSchema,
    run(world, { params, body }) {
      const { peer, device = 0 } = parse(readSchema, body);
      readChat(world, find(world, 'phone', params.phone), { key: chatKey(world, 'peer', peer), device });
      return {};
    },
  },
  {
    method: 'POST',
    path: /^\/control\/phones\/(?<phone>[^/]+)\/typing$/,
    body: typingSchema,
    run(world, { params, body }) {
      const { to, active } = parse(typingSchema, body);
      const from = find(world, 'phone', params.phone);
      const target = find(world, 'to', to);
      world.typing.set(from, target, active);
      deliverNow(
        world,
        target,
        node('chatstate', { from: jidOf(from, 'pn') }, [node(active ? 'composing' : 'paused')]),
      );
      return {};
    },
  },
  {
    method: 'POST',
    path: /^\/control\/phones\/(?<phone>[^/]+)\/scan$/,
    isOneOff: true,
    body: scanSchema,
    run(world, { params, body }) {
      const { qr, name } = parse(scanSchema, body);
      const account = company(world, params.phone, name);
      scanned(world, account, qr);
      return presentPhone(world, account);
    },
  },
  {
    method: 'POST',
    path: /^\/control\/phones\/(?<phone>[^/]+)\/link-code$/,
    isOneOff: true,
    body: linkCodeSchema,
    async run(world, { params, body }) {
      const { code, name } = parse(linkCodeSchema, body);
      const account = company(world, params.phone, name);
      if (!(await typeLinkCode(world, account, code.toUpperCase())))
        throw new ControlError(410, 'code', 'nobody waits for a code');
      return presentPhone(world, account);
    },
  },
  {
    method: 'POST',
    path: /^\/control\/faults$/,
    body: faultSchema,
    async run(world, { body }) {
      await strikeFault(world, parse(faultSchema, body));
      return {};
    },
  },
  {
    method: 'GET',
    path: /^\/control\/ledger$/,
    run: (world, { query }) => presentLedger(find(world, 'phone', query.get('phone'))),
  },
];
