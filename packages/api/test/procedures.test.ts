import { type Permission, rolePermissions } from '@tiktickets/core/contracts';
import { channelContext, type UserContext } from '@tiktickets/core/kernel';
import { ingestBatch, pageMessages } from '@tiktickets/core/messages';
import { createQuickReply } from '@tiktickets/core/quick-replies';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '@tiktickets/core/testing';
import { listTickets } from '@tiktickets/core/tickets';
import { TRPCError } from '@trpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoPort } from '../src/demo-port.ts';
import { Hub } from '../src/live/hub.ts';
import { appRouter, createCaller } from '../src/routers/root.ts';
import { appErrorOf } from '../src/trpc.ts';

let harness: Harness;
let company: Company;
let admin: UserContext;
let foreign: UserContext;
let inputs: Record<string, unknown>;
const scanned: string[] = [];
const demo: DemoPort = {
  phones: async () => [],
  conversation: async () => ({ messages: [], peerTyping: false }),
  send: async () => {},
  read: async () => {},
  typing: async () => {},
  scan: async (qr) => void scanned.push(qr),
  typeCode: async () => {},
};

/** Procedures that need no session, and those that need one but no permission. A new one here is a decision. */
const publicList = ['setup.create', 'setup.state'];
const signedInList = ['live.ephemeral', 'live.feed', 'me.get'];

const procedures = Object.entries(appRouter._def.procedures);
/** The builder's own bookkeeping, which its types do not show. */
const metaOf = (procedure: unknown): { permission?: string } | undefined =>
  (procedure as { _def?: { meta?: { permission?: string } } } | undefined)?._def?.meta;
const permissionOf = (path: string): string | undefined => {
  const [, found] = procedures.find(([name]) => name === path) ?? [];
  return metaOf(found)?.permission;
};

async function call(user: UserContext | null, path: string, input: unknown): Promise<unknown> {
  const caller = createCaller({ kernel: harness.kernel, user, hub: new Hub(harness.kernel), socket: null, demo });
  const procedure = path.split('.').reduce<unknown>((node, key) => Reflect.get(Object(node), key), caller);
  if (typeof procedure !== 'function') throw new Error(`${path} is no procedure`);
  return await procedure(input);
}
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'ok';
  } catch (error) {
    return error instanceof TRPCError ? appErrorOf(error).code : `unmapped ${String(error)}`;
  }
};

beforeAll(async () => {
  harness = await openHarness();
  company = await createCompany(harness.kernel);
  admin = await company.person({ role: 'admin' });
  foreign = await (await createCompany(harness.kernel)).person({ role: 'admin' });
  await ingestBatch(channelContext(harness.kernel, company.tenantId, company.channelId), {
    channelId: company.channelId,
    messages: [{ journalId: null, inbound: inboundText('oi'), content: null }],
  });
  const [ticket] = (await listTickets(admin, { tab: 'pending' })).items;
  const id = ticket?.id ?? '';
  const [message] = (await pageMessages(admin, { ticketId: id })).items;
  const reply = await createQuickReply(admin, { scope: 'company', shortcut: 'ola', body: 'Olá!' });
  const ofTicket = { id };
  const ofChannel = { id: company.channelId };
  inputs = {
    'channels.checkRecipient': { channelId: company.channelId, phone: '5511988887777' },
    'channels.connect': ofChannel,
    'channels.disconnect': ofChannel,
    'channels.logout': ofChannel,
    'channels.archive': ofChannel,
    'channels.incidents': ofChannel,
    'channels.pairingCode': { ...ofChannel, phone: '+5511988887777' },
    'channels.update': { ...ofChannel, name: 'Vendas' },
    'channels.create': { name: 'Outra', queueId: company.queues.support },
    'contacts.block': { id: ticket?.contact.id },
    'contacts.get': { id: ticket?.contact.id },
    'contacts.unblock': { id: ticket?.contact.id },
    'demo.scan': { channelId: company.channelId },
    'demo.typeCode': { channelId: company.channelId, code: 'ABCD-1234' },
    'messages.note': { ticketId: id, clientId: 'note-0001', body: 'oi' },
    'messages.askForFile': { id: message?.id },
    'messages.page': { ticketId: id },
    'messages.delete': { id: message?.id },
    'messages.discard': { id: message?.id },
    'messages.edit': { id: message?.id, body: 'oi' },
    'messages.forward': { id: message?.id, to: [{ ticketId: id, clientId: 'client-0002' }] },
    'messages.react': { id: message?.id, emoji: '👍' },
    'messages.retry': { id: message?.id },
    'messages.send': { ticketId: id, clientId: 'client-0001', body: 'oi' },
    'messages.typing': { ticketId: id, active: true },
    'quickReplies.create': { scope: 'queue', queueId: company.queues.billing, shortcut: 'oi', body: 'Oi!' },
    'quickReplies.delete': { id: reply.id },
    'quickReplies.update': { id: reply.id, scope: 'company', shortcut: 'oi', body: 'Oi!' },
    'quickReplies.use': { id: reply.id },
    'tickets.accept': ofTicket,
    'tickets.attendances': ofTicket,
    'tickets.close': ofTicket,
    'tickets.get': ofTicket,
    'tickets.group': ofTicket,
    'tickets.log': ofTicket,
    'tickets.markRead': ofTicket,
    'tickets.reopen': ofTicket,
    'tickets.return': ofTicket,
    'tickets.transfer': { id, queueId: company.queues.billing },
  };
});
afterAll(() => harness[Symbol.asyncDispose]());

/** These name no row: what they may answer is the caller's own company and nothing else. */
const withoutRow: Record<string, unknown> = {
  'channels.list': undefined,
  'company.settings': undefined,
  'company.update': { deletedMessages: 'keep' },
  'demo.phones': undefined,
  'demo.read': { phone: '5511900000000' },
  'demo.send': { phone: '5511900000000', text: 'oi' },
  'demo.typing': { phone: '5511900000000', active: true },
  'quickReplies.list': undefined,
  'team.colleagues': undefined,
  'team.queues': undefined,
  'tickets.counts': undefined,
  'tickets.list': { tab: 'pending' },
};

describe('every procedure', () => {
  it('asks for a permission, or stands on a short list', () => {
    const without = (kind: string): string[] =>
      procedures
        .map(([path]) => path)
        .filter((path) => permissionOf(path) === kind)
        .toSorted();
    expect(without('public')).toEqual(publicList);
    expect(without('signed-in')).toEqual(signedInList);
    const known = new Set<string>(Object.values(rolePermissions).flat());
    for (const [path] of procedures) {
      const permission = permissionOf(path);
      expect(permission === 'public' || permission === 'signed-in' || known.has(permission ?? ''), path).toBe(true);
    }
  });

  it('is tried below as a foreigner', () => {
    const tried = [...Object.keys(inputs), ...Object.keys(withoutRow), ...publicList, ...signedInList];
    expect(procedures.map(([path]) => path).toSorted()).toEqual(tried.toSorted());
  });

  it('turns a visitor away', async () => {
    for (const [path] of procedures) {
      if (publicList.includes(path) || path.startsWith('live.')) continue;
      expect(await codeOf(call(null, path, inputs[path] ?? withoutRow[path])), path).toBe('unauthenticated');
    }
  });

  it('turns away a person whose role lacks the permission', async () => {
    for (const [path] of procedures) {
      const needed = permissionOf(path);
      if (needed === undefined || needed === 'public' || needed === 'signed-in') continue;
      const permissions = admin.actor.permissions.filter((own: Permission) => own !== needed);
      const lesser: UserContext = { ...admin, actor: { ...admin.actor, permissions } };
      expect(await codeOf(call(lesser, path, inputs[path] ?? withoutRow[path])), path).toBe('forbidden');
    }
  });

  it('finds nothing of a foreign company', async () => {
    for (const [path, input] of Object.entries(inputs)) {
      expect(await codeOf(call(foreign, path, input)), path).toBe('not-found');
    }
    expect(await call(foreign, 'tickets.list', { tab: 'pending' })).toMatchObject({ items: [] });
    expect(await call(foreign, 'tickets.counts', undefined)).toMatchObject({ pending: 0 });
    const channels = await call(foreign, 'channels.list', undefined);
    expect(JSON.stringify(channels)).not.toContain(company.channelId);
    expect(await codeOf(call(foreign, 'demo.send', withoutRow['demo.send']))).toBe('conflict');
    expect(scanned).toEqual([]);
  });

  it('names the field of a malformed input', async () => {
    for (const [path, input] of Object.entries(inputs)) {
      const field = Object.keys(Object(input))[0] ?? '';
      for (const bad of [12, 'not-a-uuid\u0000', { $gt: '' }, null, 'x'.repeat(70_000)]) {
        const work = call(admin, path, { ...Object(input), [field]: bad });
        const error = await work.then(
          () => null,
          (thrown: unknown) => (thrown instanceof TRPCError ? appErrorOf(thrown) : null),
        );
        expect(error, `${path} with ${String(bad).slice(0, 20)}`).toMatchObject({ code: 'invalid-input', field });
      }
    }
  });
});
