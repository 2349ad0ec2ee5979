import { linkIdentity } from '@tiktickets/core/contacts';
import type { LiveItem } from '@tiktickets/core/contracts';
import { channelContext, type UserContext } from '@tiktickets/core/kernel';
import { ingestBatch } from '@tiktickets/core/messages';
import { signOut } from '@tiktickets/core/team';
import { type Company, createCompany, type Harness, inboundText, openHarness } from '@tiktickets/core/testing';
import { acceptTicket, listTickets, returnTicket } from '@tiktickets/core/tickets';
import { waitFor } from '@tiktickets/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type EdgeHarness, openEdge, socketClient } from './edge-harness.ts';

let harness: Harness;
let edge: EdgeHarness;
let company: Company;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  harness = await openHarness();
  edge = await openEdge(harness.kernel, { limits: { patienceMs: 500, pollMs: 20 } });
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});
afterAll(async () => {
  await edge.close();
  await harness[Symbol.asyncDispose]();
});

interface Watching {
  items: LiveItem[];
  kinds: string[];
  cursor(): string | undefined;
  messages(): string[];
  socket: ReturnType<typeof socketClient>;
}
function watch(user: UserContext, options: { cursor?: string } = {}): Watching {
  const socket = socketClient(edge.url, user);
  const seen: Watching = {
    items: [],
    kinds: [],
    cursor: () => cursor,
    messages: () => seen.items.flatMap((item) => (item.type === 'message' ? (item.message.body ?? '') : [])),
    socket,
  };
  let cursor: string | undefined;
  const subscription = socket.client.live.feed.subscribe(options.cursor ? { cursor: options.cursor } : {}, {
    onData: ({ id, data }) => {
      cursor = id;
      seen.kinds.push(data.kind);
      seen.items.push(...data.items);
    },
  });
  cleanups.push(() => {
    subscription.unsubscribe();
    return socket.close();
  });
  return seen;
}
const write = (...bodies: string[]): Promise<number> =>
  ingestBatch(channelContext(harness.kernel, company.tenantId, company.channelId), {
    channelId: company.channelId,
    messages: bodies.map((body) => ({ journalId: null, inbound: inboundText(body), content: null })),
  });
const greeted = (watching: Watching): Promise<unknown> => waitFor(() => watching.kinds.length > 0);

describe('the live feed', () => {
  it('pushes one customer message as ticket and message to everybody who may see it, and to nobody else', async () => {
    company = await createCompany(harness.kernel);
    const agent = watch(await company.person({ role: 'agent' }));
    const stranger = watch(await company.person({ role: 'agent', queues: [company.queues.billing] }));
    const foreign = watch(await (await createCompany(harness.kernel)).person({ role: 'admin' }));
    await Promise.all([agent, stranger, foreign].map(greeted));
    await write('Olá!');
    await waitFor(() => agent.messages().includes('Olá!'));
    expect(agent.items.map((item) => item.type)).toEqual(['ticket', 'message']);
    await waitFor(() => stranger.items.length > 0);
    expect(stranger.items.map((item) => item.type)).toEqual(['ticket-gone']);
    expect(foreign.items).toEqual([]);
  });

  it('leads screens of a conversation that went into another one to where it goes on', async () => {
    company = await createCompany(harness.kernel);
    const admin = await company.person({ role: 'admin' });
    const ctx = channelContext(harness.kernel, company.tenantId, company.channelId);
    const from = (lid: string | null, phone: string | null) =>
      inboundText('oi', { remoteChat: `${lid ?? phone}@x`, person: { lid, phone, pushName: null } });
    await ingestBatch(ctx, {
      channelId: company.channelId,
      messages: [from('77', null), from(null, '5511977770077')].map((inbound) => ({
        journalId: null,
        inbound,
        content: null,
      })),
    });
    const before = (await listTickets(admin, { tab: 'pending' })).items.map((ticket) => ticket.id);
    const viewer = watch(admin);
    await greeted(viewer);
    await linkIdentity(ctx, { lid: '77', phone: '5511977770077' });
    const [stayed] = (await listTickets(admin, { tab: 'pending' })).items;
    await waitFor(() => viewer.items.some((item) => item.type === 'ticket-gone'));
    expect(viewer.items.find((item) => item.type === 'ticket-gone')).toEqual({
      type: 'ticket-gone',
      ticketId: before.find((id) => id !== stayed?.id),
      mergedInto: stayed?.id,
    });
    expect(viewer.messages()).toEqual(['oi']);
    expect(viewer.items.flatMap((item) => (item.type === 'ticket' ? item.ticket.unreadCount : []))).toContain(2);
  });

  it('resumes from its cursor without a gap after the socket dropped', async () => {
    company = await createCompany(harness.kernel);
    const agent = watch(await company.person({ role: 'agent' }));
    await greeted(agent);
    await write('um');
    await waitFor(() => agent.messages().includes('um'));
    for (const socket of agent.socket.sockets) socket.terminate();
    await write('dois');
    await write('três');
    await waitFor(() => agent.messages().includes('três'));
    expect(new Set(agent.messages())).toEqual(new Set(['um', 'dois', 'três']));
    expect(agent.kinds).not.toContain('resync');
  });

  it('loses nothing when transactions commit in another order than they began', async () => {
    company = await createCompany(harness.kernel);
    const agent = watch(await company.person({ role: 'agent' }));
    await greeted(agent);
    await write('base');
    await waitFor(() => agent.messages().includes('base'));
    const [ticket] = (await listTickets(await company.person({ role: 'admin' }), { tab: 'pending' })).items;
    const { sql } = harness.kernel.database.platform;
    const slow = await sql.reserve();
    await slow`begin`;
    await slow`insert into events (tenant_id, type, entity_id) values (${company.tenantId}, 'ticket', ${ticket?.id ?? ''})`;
    const before = agent.items.length;
    await write('depois');
    await waitFor(() => agent.messages().includes('depois'));
    const between = agent.items.length;
    await slow`commit`;
    slow.release();
    harness.kernel.bus.publish('feed', company.tenantId);
    await waitFor(() => agent.items.length > between);
    expect(between).toBeGreaterThan(before);
    expect(agent.items.slice(between).map((item) => item.type)).toEqual(['ticket']);
  });

  it('asks for a fresh fetch when a cursor is foreign, too old, or from the future', async () => {
    company = await createCompany(harness.kernel);
    const user = await company.person({ role: 'agent' });
    for (const cursor of ['nonsense', `1.${Date.now() - 48 * 3_600_000}`, `99999999999.${Date.now()}`]) {
      const agent = watch(user, { cursor });
      await greeted(agent);
      expect(agent.kinds, cursor).toEqual(['resync']);
    }
  });

  it('says that a ticket left the sight of those who cannot see it any more', async () => {
    company = await createCompany(harness.kernel);
    const lone = await company.person({ role: 'agent', queues: [] });
    const owner = await company.person({ role: 'agent' });
    await write('oi');
    const [ticket] = (await listTickets(owner, { tab: 'pending' })).items;
    const id = ticket?.id ?? '';
    await acceptTicket(owner, { id });
    await harness.kernel.database.platform.sql`update tickets set user_id = ${lone.actor.userId} where id = ${id}`;
    const seen = watch(lone);
    await greeted(seen);
    await write('de novo');
    await waitFor(() => seen.messages().includes('de novo'));
    await returnTicket(lone, { id });
    await waitFor(() => seen.items.some((item) => item.type === 'ticket-gone'));
    await write('invisível');
    const other = watch(owner);
    await greeted(other);
    await write('fim');
    await waitFor(() => other.messages().includes('fim'));
    expect(seen.messages()).toEqual(['de novo']);
  });

  it('closes the sockets of a session that was revoked, within two seconds and for good', async () => {
    company = await createCompany(harness.kernel);
    const user = await company.person({ role: 'agent' });
    const agent = watch(user);
    await greeted(agent);
    await signOut(user);
    await waitFor(() => agent.socket.closes.includes(4401), { timeoutMs: 2_000 });
  });

  it('brings a person whose queues changed back with the new rights', async () => {
    company = await createCompany(harness.kernel);
    const user = await company.person({ role: 'agent', queues: [] });
    const agent = watch(user);
    await greeted(agent);
    await harness.kernel.database.platform.sql`
      insert into user_queues values (${company.tenantId}, ${user.actor.userId}, ${company.queues.support})`;
    harness.kernel.bus.publish('scope', JSON.stringify({ tenantId: company.tenantId, userId: user.actor.userId }));
    await waitFor(() => agent.socket.closes.includes(4409));
    await waitFor(() => agent.kinds.length > 1);
    await write('agora vejo');
    await waitFor(() => agent.messages().includes('agora vejo'));
  });

  it('refuses a socket from another origin, and closes one without session with a code the browser can see', async () => {
    company = await createCompany(harness.kernel);
    const user = await company.person({ role: 'agent' });
    const evil = socketClient(edge.url, user, { origin: 'https://evil.example' });
    cleanups.push(() => evil.close());
    evil.client.live.feed.subscribe({}, {});
    await waitFor(() => evil.closes.length > 0);
    expect(evil.closes[0]).toBe(1006);
    const nobody = socketClient(edge.url, null);
    cleanups.push(() => nobody.close());
    nobody.client.live.feed.subscribe({}, {});
    await waitFor(() => nobody.closes.includes(4401));
  });

  it('caps what a viewer who stops reading holds, and resyncs or drops it without harm to the others', async () => {
    company = await createCompany(harness.kernel);
    const good = watch(await company.person({ role: 'agent' }));
    const slow = watch(await company.person({ role: 'agent' }));
    await Promise.all([good, slow].map(greeted));
    slow.socket.sockets[0]?.pause();
    const big = 'x'.repeat(60_000);
    const sent = 240;
    for (let n = 0; n < sent; n += 1) await write(`${n} ${big}`);
    await waitFor(() => good.messages().length === sent, { timeoutMs: 20_000 });
    slow.socket.sockets[0]?.resume();
    await waitFor(
      () => slow.kinds.includes('resync') || slow.socket.closes.length > 0 || slow.messages().length === sent,
    );
    await write('fim');
    await waitFor(() => slow.messages().includes('fim'), { timeoutMs: 20_000 });
  });

  it('keeps no viewer and no timer after a thousand connections came and went', async () => {
    company = await createCompany(harness.kernel);
    const user = await company.person({ role: 'agent' });
    const before = edge.edge.hub.viewers;
    for (let round = 0; round < 25; round += 1) {
      const clients = Array.from({ length: 40 }, () => socketClient(edge.url, user));
      const greetings = clients.map(
        ({ client }) => new Promise<void>((resolve) => client.live.feed.subscribe({}, { onData: () => resolve() })),
      );
      await Promise.all(greetings);
      for (const { sockets, close } of clients) {
        void close();
        for (const socket of sockets) socket.terminate();
      }
    }
    await waitFor(() => edge.edge.hub.viewers === before, { timeoutMs: 15_000 });
  });
});
