import { Readable } from 'node:stream';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { listChannels } from '../../src/channels/index.ts';
import { type Context, channelContext, read, type UserContext } from '../../src/kernel/index.ts';
import { ingestBatch, pageMessages } from '../../src/messages/index.ts';
import {
  blockContact,
  blockSettled,
  dueBlocks,
  duePicture,
  learnNames,
  openPicture,
  openVotes,
  pictureChanged,
  pictureFailed,
  recordBlocked,
  recordCallEnd,
  recordReadElsewhere,
  recordVote,
  reportGap,
  storePicture,
  unblockContact,
} from '../../src/sync/index.ts';
import { listTickets } from '../../src/tickets/index.ts';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '../harness.ts';

let harness: Harness;
let company: Company;
let channel: Context;
let admin: UserContext;
let channelId: string;
const person = { phone: '5511981234567', lid: '1001' };
const jpeg = Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), Buffer.alloc(200)]);

beforeEach(async () => {
  harness ??= await openHarness();
  company = await createCompany(harness.kernel);
  ({ channelId } = company);
  channel = channelContext(harness.kernel, company.tenantId, channelId);
  admin = await company.person({ role: 'admin' });
});
afterAll(() => harness[Symbol.asyncDispose]());

const arrive = (...messages: ReturnType<typeof inboundText>[]) =>
  ingestBatch(channel, {
    channelId,
    messages: messages.map((inbound) => ({ journalId: null, inbound, content: null })),
  });
const ticket = async (ctx: Context = admin) => {
  const [row] = (await listTickets(ctx, { tab: 'pending' })).items;
  if (!row) throw new Error('no ticket');
  return row;
};
const page = async () => (await pageMessages(admin, { ticketId: (await ticket()).id })).items;
const entry = { remoteChat: '1001@lid', remoteId: 'V', fromMe: false, envelope: {}, content: new Uint8Array([1]) };
const vote = (overrides: Parameters<typeof inboundText>[1] = {}) =>
  inboundText('', { kind: 'poll', targetRemoteId: 'P', details: { kind: 'poll-vote', options: null }, ...overrides });
const poll = () =>
  inboundText('Qual?', {
    remoteId: 'P',
    kind: 'poll',
    details: { kind: 'poll', question: 'Qual?', options: ['A', 'B'], selectableCount: 1 },
  });
const pollContent = async () =>
  ingestBatch(channel, { channelId, messages: [{ journalId: null, inbound: poll(), content: Buffer.from('poll') }] });

it('lets a better name replace a worse one and never the other way, nor one that a person wrote', async () => {
  await arrive(inboundText('oi'));
  const learn = (name: string, source: 'profile' | 'business' | 'phonebook') =>
    learnNames(channel, [{ ...person, name, source }]);
  const seen: string[] = [];
  for (const [name, source] of [
    ['Mari', 'profile'],
    ['Marina Doces', 'business'],
    ['Mari S', 'profile'],
    ['Marina da loja', 'phonebook'],
    ['Marina Doces Ltda', 'business'],
    [' \u0000 ', 'phonebook'],
  ] as const) {
    await learn(name, source);
    seen.push((await ticket()).contact.name);
  }
  expect(seen).toEqual(['Mari', 'Marina Doces', 'Marina Doces', 'Marina da loja', 'Marina da loja', 'Marina da loja']);
  const foreign = await createCompany(harness.kernel);
  await learnNames(channelContext(harness.kernel, foreign.tenantId, foreign.channelId), [
    { ...person, name: 'X', source: 'phonebook' },
  ]);
  expect((await ticket()).contact.name).toBe('Marina da loja');
});

it('reads up to the newest that was read on the phone, and no further', async () => {
  const messages = ['1', '2', '3'].map((body) => inboundText(body));
  await arrive(...messages);
  const readUpTo = (index: number) =>
    recordReadElsewhere(channel, {
      channelId,
      remoteChat: '1001@lid',
      person,
      remoteIds: [messages[index]?.remoteId ?? ''],
    });
  await readUpTo(1);
  expect((await ticket()).unreadCount).toBe(1);
  await readUpTo(0);
  expect((await ticket()).unreadCount).toBe(1);
  await readUpTo(2);
  expect((await ticket()).unreadCount).toBe(0);
  await recordReadElsewhere(channel, { channelId, remoteChat: '1001@lid', person, remoteIds: ['unknown'] });
  const [{ n = -1 } = {}] = await read(channel, (scope) =>
    scope.query<{ n: number }>(`select count(*)::int as n from messages where read_receipt is distinct from 'sent'`),
  );
  expect(n).toBe(0);
});

it('counts the last word of each voter, whatever comes first', async () => {
  await pollContent();
  const say = (options: string[], overrides: Parameters<typeof vote>[0] = {}) =>
    recordVote(channel, {
      channelId,
      vote: { journalId: null, entry, inbound: vote(overrides) },
      readVote: () => options,
    });
  const nowMs = Date.now();
  await say(['A'], { sentAtMs: nowMs - 5_000 });
  await say(['B'], { sentAtMs: nowMs - 9_000 });
  await say(['B'], { fromMe: true, sentAtMs: nowMs - 2_000 });
  expect((await page()).find(({ kind }) => kind === 'poll')?.votes).toEqual([
    { voter: 'Marina Sampaio', options: ['A'] },
    { voter: null, options: ['B'] },
  ]);
  await say([], { sentAtMs: nowMs - 1_000 });
  expect((await page()).find(({ kind }) => kind === 'poll')?.votes).toEqual([{ voter: null, options: ['B'] }]);
});

it('keeps a vote that comes before its poll, and one that nobody can open changes nothing', async () => {
  await arrive(inboundText('oi'));
  const readVote = (_entry: object, asked: { content: Uint8Array }) =>
    Buffer.from(asked.content).toString() === 'poll' ? ['B'] : null;
  await recordVote(channel, { channelId, vote: { journalId: null, entry, inbound: vote() }, readVote });
  await pollContent();
  await openVotes(channel, { channelId, pollIds: ['P'], readVote });
  await recordVote(channel, {
    channelId,
    vote: { journalId: null, entry, inbound: vote({ fromMe: true }) },
    readVote: () => null,
  });
  expect((await page()).find(({ kind }) => kind === 'poll')?.votes).toEqual([
    { voter: 'Marina Sampaio', options: ['B'] },
  ]);
});

it('keeps one line of a call, also when only its end was heard', async () => {
  const call = (remoteId: string, outcome: 'offered' | 'ended' | 'accepted', targetRemoteId: string | null = null) =>
    inboundText('', {
      remoteId,
      targetRemoteId,
      kind: 'call',
      body: null,
      details: { kind: 'call', callId: 'C', isVideo: true, outcome },
    });
  await arrive(call('C', 'offered'));
  await recordCallEnd(channel, { channelId, journalId: null, inbound: call('C.accepted', 'accepted', 'C') });
  await recordCallEnd(channel, { channelId, journalId: null, inbound: call('C.ended', 'ended', 'C') });
  await recordCallEnd(channel, { channelId, journalId: null, inbound: call('D.ended', 'ended', 'D') });
  expect((await page()).map(({ details }) => details)).toMatchObject([
    { kind: 'call', outcome: 'missed' },
    { kind: 'call', outcome: 'accepted', isVideo: true },
  ]);
});

it('fetches a picture once, again when it changes, and shows it to whoever may see the conversation', async () => {
  await arrive(inboundText('oi'));
  const due = await duePicture(channel, { channelId });
  const { contact } = await ticket();
  expect(due).toEqual({ contactId: contact.id, remoteChat: '1001@lid' });
  expect(contact.picture).toBeNull();
  await storePicture(channel, { contactId: contact.id, stream: Readable.from([jpeg]) });
  expect(await duePicture(channel, { channelId })).toBeNull();
  expect((await ticket()).contact.picture).toMatch(/^[0-9a-f]{12}$/);
  const opened = await openPicture(admin, { contactId: contact.id });
  expect(opened).toMatchObject({ mimetype: 'image/jpeg', inline: true, sizeBytes: jpeg.length });
  expect(Buffer.concat(await (await opened.read()).toArray()).equals(jpeg)).toBe(true);
  const stranger = await company.person({ role: 'agent', queues: [company.queues.billing] });
  await expect(openPicture(stranger, { contactId: contact.id })).rejects.toMatchObject({ code: 'not-found' });
  const foreign = await (await createCompany(harness.kernel)).person({ role: 'admin' });
  await expect(openPicture(foreign, { contactId: contact.id })).rejects.toMatchObject({ code: 'not-found' });
  await expect(openPicture(admin, { contactId: 'x' })).rejects.toMatchObject({ code: 'not-found' });
  await pictureChanged(channel, person);
  expect(await duePicture(channel, { channelId })).not.toBeNull();
  await pictureFailed(channel, { contactId: contact.id });
  expect(await duePicture(channel, { channelId })).toBeNull();
  await storePicture(channel, { contactId: contact.id, stream: Readable.from(['<script>']) });
  expect((await ticket()).contact.picture).toBeNull();
  await storePicture(channel, { contactId: contact.id, stream: null });
  await expect(openPicture(admin, { contactId: contact.id })).rejects.toMatchObject({ code: 'not-found' });
});

it('blocks a person on every number that talks with them, and says so', async () => {
  await arrive(inboundText('oi'));
  const { contact } = await ticket();
  const agent = await company.person({ role: 'agent' });
  await expect(blockContact(agent, { id: contact.id })).rejects.toMatchObject({ code: 'forbidden' });
  const foreign = await (await createCompany(harness.kernel)).person({ role: 'admin' });
  await expect(blockContact(foreign, { id: contact.id })).rejects.toMatchObject({ code: 'not-found' });
  await blockContact(admin, { id: contact.id });
  expect((await ticket()).contact.isBlocked).toBe(true);
  expect(await dueBlocks(channel, { channelId })).toEqual([{ contactId: contact.id, isBlocked: true, ...person }]);
  // The list that came with the connection does not know of it yet.
  await recordBlocked(channel, { channelId, isWhole: true, people: [] });
  expect(await dueBlocks(channel, { channelId })).toHaveLength(1);
  await blockSettled(channel, { channelId, contactId: contact.id, isBlocked: true });
  expect(await dueBlocks(channel, { channelId })).toEqual([]);
  await unblockContact(admin, { id: contact.id });
  expect(await dueBlocks(channel, { channelId })).toMatchObject([{ isBlocked: false }]);
  const audits = await read(channel, (scope) =>
    scope.query<{ action: string }>('select action from audit order by at, id'),
  );
  expect(audits.map(({ action }) => action)).toEqual(['contact.blocked', 'contact.unblocked']);
});

it('follows whom the phone blocks', async () => {
  await arrive(inboundText('oi'));
  const blocked = async () => (await ticket()).contact.isBlocked;
  const told = (isWhole: boolean, ...people: { phone: string | null; lid: string | null; isBlocked: boolean }[]) =>
    recordBlocked(channel, { channelId, isWhole, people });
  await told(false, { ...person, isBlocked: true }, { phone: null, lid: '404', isBlocked: true });
  expect(await blocked()).toBe(true);
  await told(true, { phone: null, lid: '1001', isBlocked: true });
  expect(await blocked()).toBe(true);
  await told(true);
  expect(await blocked()).toBe(false);
  await told(false, { ...person, isBlocked: true });
  await told(false, { phone: person.phone, lid: null, isBlocked: false });
  expect(await blocked()).toBe(false);
  expect(await dueBlocks(channel, { channelId })).toEqual([]);
});

it('adds up what never came', async () => {
  await reportGap(channel, { channelId, missing: 2, untilMs: 1_700_000_000_000 });
  await reportGap(channel, { channelId, missing: 1, untilMs: 1_700_000_100_000 });
  const [view] = await listChannels(admin);
  expect(view?.gap).toEqual({ messages: 3, since: '2023-11-14T22:13:20.000Z', until: '2023-11-14T22:15:00.000Z' });
});
