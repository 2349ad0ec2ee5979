import { randomUUID } from 'node:crypto';
import type { GroupInfo, InboundMessage } from '@tiktickets/wbot/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyMemberReceipt, getGroup, recordGroup, unknownGroups } from '../../src/groups/index.ts';
import { type Context, channelContext, read, type UserContext } from '../../src/kernel/index.ts';
import { outboundContent } from '../../src/media/index.ts';
import { applyReceipt, dueReadReceipts, ingestBatch, pageMessages, sendMessage } from '../../src/messages/index.ts';
import {
  acceptTicket,
  closeTicket,
  countTickets,
  listAttendances,
  listTickets,
  markRead,
  reopenTicket,
  returnTicket,
} from '../../src/tickets/index.ts';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let channel: Context;
let admin: UserContext;
let agent: UserContext;
beforeAll(async () => {
  harness = await openHarness();
  ({ sql } = harness.kernel.database.platform);
});
afterAll(() => harness[Symbol.asyncDispose]());
beforeEach(async () => {
  company = await createCompany(harness.kernel);
  channel = channelContext(harness.kernel, company.tenantId, company.channelId);
  admin = await company.person({ role: 'admin' });
  agent = await company.person({ role: 'agent' });
  await switchGroups(true);
});

const chat = '120363000000000001@g.us';
const us = { phone: '5511900000001', lid: '9000' };
const ana = { phone: '5511988880001', lid: '9001' };
const bia = { phone: null, lid: '9002' };
let sql: Harness['kernel']['database']['platform']['sql'];

async function switchGroups(on: boolean): Promise<void> {
  await sql`update channels set takes_groups = ${on}, phone = ${us.phone}, lid = ${us.lid}, profile_name = 'Loja'
    where tenant_id = ${company.tenantId}`;
}
const said = (body: string, by: { phone: string | null; lid: string }, more: Partial<InboundMessage> = {}) =>
  inboundText(body, {
    remoteChat: chat,
    isGroup: true,
    person: { ...by, pushName: by.lid === ana.lid ? 'Ana' : null },
    participant: `${by.lid}@lid`,
    ...more,
  });
const notice = (kind: 'create' | 'add' | 'leave' | 'subject', text: string | null = null): InboundMessage =>
  said('', ana, {
    kind: 'system',
    body: text,
    details: { kind: 'group-notice', notice: kind, people: [bia], text },
  });
const ingest = (...messages: InboundMessage[]): Promise<number> =>
  ingestBatch(channel, {
    channelId: company.channelId,
    messages: messages.map((inbound) => ({ journalId: null, inbound, content: null })),
  });
const groupOf = (more: Partial<GroupInfo> = {}): GroupInfo => ({
  remoteChat: chat,
  subject: 'Turma',
  description: 'Avisos da turma',
  isAnnouncement: false,
  isMember: true,
  participants: [
    { ...us, role: 'member' },
    { ...ana, role: 'owner' },
    { ...bia, role: 'member' },
  ],
  ...more,
});
const record = (group: GroupInfo): Promise<void> => recordGroup(channel, { channelId: company.channelId, group });
async function room(viewer: UserContext = admin) {
  const { items } = await listTickets(viewer, { tab: 'groups' });
  const [ticket] = items;
  if (!ticket) throw new Error('there is no room');
  return ticket;
}
const write = (ticketId: string, body: string, more: object = {}) =>
  sendMessage(agent, { ticketId, clientId: randomUUID(), body, ...more });

describe('a room', () => {
  it('is one ticket of its queue: open, nobody’s, without attendance, and in no counter of people', async () => {
    await ingest(said('bom dia', ana), said('oi', bia), said('tudo bem?', ana));
    await record(groupOf());
    const ticket = await room(agent);
    expect(ticket).toMatchObject({
      isGroup: true,
      state: 'open',
      agent: null,
      protocol: null,
      unreadCount: 3,
      contact: { name: 'Turma', phone: null },
      queue: { id: company.queues.support },
      group: { isAnnouncement: false, isMember: true, mayWrite: true, memberCount: 3 },
    });
    expect(await countTickets(agent)).toMatchObject({ mine: 0, pending: 0, groups: 1, unread: 0 });
    expect(await listAttendances(agent, { id: ticket.id })).toEqual([]);
    const outsider = await company.person({ role: 'agent', queues: [company.queues.billing] });
    expect((await listTickets(outsider, { tab: 'groups' })).items).toEqual([]);
    expect((await countTickets(outsider)).groups).toBe(0);
    const { items } = await pageMessages(agent, { ticketId: ticket.id });
    expect(items.map((message) => message.sender?.name)).toEqual(['Ana', 'WhatsApp 9002', 'Ana']);
    expect((await listTickets(agent, { tab: 'groups', search: 'turm' })).items).toHaveLength(1);
  });

  it('is not there while the switch is off, and begins with the first message after it', async () => {
    await switchGroups(false);
    expect(await ingest(said('antes', ana))).toBe(0);
    await record(groupOf());
    expect((await listTickets(admin, { tab: 'groups' })).items).toEqual([]);
    await switchGroups(true);
    await ingest(notice('add'));
    expect((await listTickets(admin, { tab: 'groups' })).items).toEqual([]);
    await ingest(said('depois', ana));
    expect(await unknownGroups(channel, { channelId: company.channelId })).toEqual([chat]);
    await record(groupOf());
    expect(await unknownGroups(channel, { channelId: company.channelId })).toEqual([]);
    const ticket = await room();
    expect(ticket.contact.name).toBe('Turma');
    expect((await pageMessages(admin, { ticketId: ticket.id })).items.map((message) => message.body)).toEqual([
      'depois',
    ]);
  });

  it('begins when it is made, is named by what was told before it, and counts no notice as unread', async () => {
    await record(groupOf());
    await ingest(notice('create', 'Turma'), notice('add'), notice('subject', 'Turma B'));
    await record(groupOf({ subject: 'Turma B' }));
    const ticket = await room();
    expect(ticket).toMatchObject({ unreadCount: 0, contact: { name: 'Turma B' } });
    const { items } = await pageMessages(admin, { ticketId: ticket.id });
    expect(items.map((message) => message.details)).toMatchObject([
      { notice: 'subject', text: 'Turma B' },
      { notice: 'add' },
      { notice: 'create' },
    ]);
    expect(items[1]?.people.map((person) => person.name)).toEqual(['WhatsApp 9002', '+55 11 98888 0001']);
  });

  it('cannot be accepted or given back, is closed by whoever oversees, and comes back with the next message', async () => {
    await ingest(said('oi', ana));
    const { id } = await room();
    await expect(acceptTicket(agent, { id })).rejects.toMatchObject({ code: 'conflict' });
    await expect(returnTicket(admin, { id })).rejects.toMatchObject({ code: 'conflict' });
    await expect(closeTicket(agent, { id })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await closeTicket(admin, { id })).toMatchObject({ state: 'closed', agent: null });
    expect((await countTickets(admin)).groups).toBe(0);
    await ingest(notice('leave'));
    expect((await countTickets(admin)).groups).toBe(0);
    await ingest(said('voltei', ana));
    expect(await room()).toMatchObject({ id, state: 'open', agent: null });
    await closeTicket(admin, { id });
    expect(await reopenTicket(admin, { id })).toMatchObject({ state: 'open', agent: null, protocol: null });
  });

  it('is read by whoever looks, and its authors are told each in their place', async () => {
    await ingest(said('oi', ana), said('olá', bia));
    const { id } = await room();
    expect(await markRead(agent, { id })).toMatchObject({ unreadCount: 0 });
    const due = await dueReadReceipts(channel, { channelId: company.channelId, limit: 10 });
    expect(due.map((receipt) => receipt.participant)).toEqual(['9001@lid', '9002@lid']);
  });

  it('is one per number, and of no other company', async () => {
    const other = randomUUID();
    await sql`insert into channels (tenant_id, id, name, shard, queue_id, takes_groups) values (${company.tenantId}, ${other}, 'Outro', 1, ${company.queues.support}, true)`;
    await ingest(said('oi', ana));
    await ingestBatch(channel, {
      channelId: other,
      messages: [{ journalId: null, inbound: said('oi', ana), content: null }],
    });
    expect((await listTickets(admin, { tab: 'groups' })).items.map((ticket) => ticket.channel.name).toSorted()).toEqual(
      ['Loja', 'Outro'],
    );
    const foreign = await createCompany(harness.kernel);
    const stranger = await foreign.person({ role: 'admin' });
    const { id } = await room();
    await expect(getGroup(stranger, { id })).rejects.toMatchObject({ code: 'not-found' });
    const elsewhere = channelContext(harness.kernel, foreign.tenantId, foreign.channelId);
    await recordGroup(elsewhere, { channelId: company.channelId, group: groupOf({ subject: 'Alheio' }) });
    expect(await unknownGroups(elsewhere, { channelId: company.channelId })).toEqual([]);
    expect((await room()).contact.name).toBe('Grupo');
  });
});

describe('members', () => {
  it('are shown with roles and names, ourselves among them', async () => {
    await ingest(said('oi', ana));
    await record(groupOf());
    const { id } = await room();
    const group = await getGroup(agent, { id });
    expect(group).toMatchObject({ subject: 'Turma', description: 'Avisos da turma', memberCount: 3 });
    expect(group.members.map(({ name, role, isUs, address }) => [name, role, isUs, address])).toEqual([
      ['Ana', 'owner', false, '9001'],
      ['Loja', 'member', true, '9000'],
      ['WhatsApp 9002', 'member', false, '9002'],
    ]);
    await record(
      groupOf({
        participants: [
          { ...us, role: 'admin' },
          { ...ana, role: 'owner' },
        ],
      }),
    );
    expect((await getGroup(agent, { id })).members.map((member) => member.role)).toEqual(['owner', 'admin']);
    const silent = { ...agent, actor: { ...agent.actor, permissions: [] } };
    await expect(getGroup(silent, { id })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('who are no admins do not write in an announcement group, and nobody in one that we left', async () => {
    await ingest(said('oi', ana));
    const { id } = await room();
    await write(id, 'pode');
    await record(groupOf({ isAnnouncement: true }));
    await expect(write(id, 'não pode')).rejects.toMatchObject({ code: 'conflict', details: { reason: 'admins-only' } });
    expect((await room()).group).toMatchObject({ mayWrite: false, isAnnouncement: true });
    await record(
      groupOf({
        isAnnouncement: true,
        participants: [
          { ...us, role: 'admin' },
          { ...ana, role: 'owner' },
        ],
      }),
    );
    await write(id, 'pode de novo');
    await record(groupOf({ subject: null, description: null, participants: [], isMember: false }));
    await expect(write(id, 'saímos')).rejects.toMatchObject({ code: 'conflict', details: { reason: 'left-group' } });
    const ticket = await room();
    expect(ticket).toMatchObject({ contact: { name: 'Turma' }, group: { isMember: false, mayWrite: false } });
    expect((await getGroup(admin, { id })).members).toHaveLength(2);
  });

  it('change only what they wrote, unless they are admins', async () => {
    const [first, second] = [said('da Ana', ana), said('da Bia', bia)];
    await ingest(first, second);
    await record(groupOf());
    const { id } = await room();
    const change = (by: typeof bia | typeof ana, target: InboundMessage, details: InboundMessage['details']) =>
      said('', by, { kind: 'edit', body: null, targetRemoteId: target.remoteId, details });
    await ingest(
      change(bia, first, { kind: 'edit', body: 'forjado' }),
      change(bia, first, { kind: 'delete' }),
      change(bia, second, { kind: 'edit', body: 'da Bia, editado' }),
      change(bia, first, { kind: 'reaction', emoji: '👍' }),
    );
    const bodies = async () => (await pageMessages(admin, { ticketId: id })).items.map((message) => message.body);
    expect(await bodies()).toEqual(['da Bia, editado', 'da Ana']);
    await ingest(change(ana, second, { kind: 'delete' }));
    expect((await pageMessages(admin, { ticketId: id })).items[0]?.deletedAt).not.toBeNull();
  });
});

describe('what is written in a room', () => {
  it('quotes the member whom it answers, and names those whom it mentions', async () => {
    await ingest(said('quem vem?', ana), said('@9001 eu', bia, { mentions: [{ lid: '9001', phone: null }] }));
    await record(groupOf());
    const { id } = await room();
    const { items } = await pageMessages(agent, { ticketId: id });
    expect(items[0]?.people).toEqual([{ address: '9001', contactId: expect.any(String), name: 'Ana', isUs: false }]);
    const answer = await write(id, 'Anotado, @9002 e @9000, @12345', {
      quotedId: items[1]?.id,
      mentions: ['9002', '9000', '12345', '7777'],
    });
    expect(answer.quoted).toMatchObject({ author: { name: 'Ana' }, isOurs: false, preview: 'quem vem?' });
    expect(answer.people.map((person) => [person.address, person.name, person.isUs])).toEqual(
      expect.arrayContaining([
        ['9002', 'WhatsApp 9002', false],
        ['9000', 'Loja', true],
      ]),
    );
    expect(answer.people).toHaveLength(2);
    const outgoing = await outboundContent(channel, { messageId: answer.id });
    expect(outgoing.quoted).toMatchObject({ fromMe: false, participant: '9001@lid' });
    expect(outgoing.content).toMatchObject({ kind: 'text' });
    expect(outgoing.content.kind === 'text' && outgoing.content.mentions?.toSorted()).toEqual(['9000@lid', '9002@lid']);
  });

  it('shows whose message a member answers, also one that we never had', async () => {
    const quote = (participant: { phone: string | null; lid: string | null }, remoteId: string) => ({
      quoted: { remoteId, participant, kind: 'text' as const, preview: 'antes' },
    });
    await ingest(said('oi', ana));
    await ingest(
      said('a', bia, quote({ lid: ana.lid, phone: null }, 'never-seen')),
      said('b', bia, quote({ lid: null, phone: '5511977776666' }, 'never-seen-2')),
      said('c', bia, quote({ lid: us.lid, phone: null }, 'ours')),
    );
    const { items } = await pageMessages(agent, { ticketId: (await room()).id });
    expect(items.slice(0, 3).map(({ quoted }) => [quoted?.isOurs, quoted?.author?.name])).toEqual([
      [true, undefined],
      [false, '+55 11 97777 6666'],
      [false, 'Ana'],
    ]);
  });

  it('has two ticks when all have it, and blue ones when all have read it; never back, whoever comes or goes', async () => {
    await ingest(said('oi', ana), said('oi', bia));
    await record(groupOf());
    const { id } = await room();
    const sent = await write(id, 'para todos');
    const [{ remote_id: remoteId = '' } = {}] = await read(channel, (scope) =>
      scope.query<{ remote_id: string }>('select remote_id from messages where id = $1', [sent.id]),
    );
    const state = async () => (await pageMessages(agent, { ticketId: id })).items.find((m) => m.id === sent.id)?.state;
    const receipt = (by: { phone: string | null; lid: string | null }, how: 'delivered' | 'read') =>
      applyMemberReceipt(channel, {
        channelId: company.channelId,
        remoteIds: [remoteId],
        state: how,
        atMs: Date.now(),
        participant: by,
      });
    await applyReceipt(channel, { channelId: company.channelId, remoteIds: [remoteId], state: 'sent' });
    await receipt(ana, 'read');
    expect(await state()).toBe('sent');
    await receipt(bia, 'delivered');
    expect(await state()).toBe('delivered');
    await receipt(ana, 'delivered');
    expect(await state()).toBe('delivered');
    // Who joins later was never sent it.
    const caio = { phone: '5511988880003', lid: '9003' };
    await record(groupOf({ participants: [...groupOf().participants, { ...caio, role: 'member' }] }));
    await receipt({ lid: null, phone: ana.phone }, 'read');
    expect(await state()).toBe('delivered');
    // Bia, who has not read it, leaves: all others have.
    await record(groupOf({ participants: groupOf().participants.filter((member) => member.lid !== bia.lid) }));
    expect(await state()).toBe('read');
    await receipt(bia, 'delivered');
    expect(await state()).toBe('read');
    expect((await room()).lastMessage?.state).toBe('read');
  });
});
