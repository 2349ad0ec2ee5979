import { randomUUID } from 'node:crypto';
import { connectChannel, disconnectChannel } from '@tiktickets/core/channels';
import { markRead } from '@tiktickets/core/tickets';
import { waitFor } from '@tiktickets/testkit';
import { FencedError, SendError } from '@tiktickets/wbot/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Installation, openInstallation, untilState } from './support/company.ts';
import { openConversations, statesOf } from './support/conversations.ts';
import { FakeDriver } from './support/fake-driver.ts';

let installation: Installation;
let driver: FakeDriver;
let channelId: string;
beforeEach(async () => {
  installation = await openInstallation();
  channelId = await installation.channel();
  driver = new FakeDriver();
  await installation.worker({ driver });
  await untilState(installation, channelId, 'connected');
});
afterEach(() => installation[Symbol.asyncDispose]());

const texts = () => driver.sent.map((message) => message.text);
const all = (ids: readonly string[], state: string) =>
  waitFor(async () => (await statesOf(installation, ids)).every((found) => found === state), {
    what: `all to be ${state}`,
  });

describe('the outbound lane', () => {
  it('sends each conversation in its order, whoever writes at once', async () => {
    const tickets = await openConversations(installation, driver, 3);
    const answers = await Promise.all(
      Array.from({ length: 30 }, async (_, n) => installation.answer(tickets[n % 3] ?? '', `answer ${n}`)),
    );
    await all(
      answers.map((message) => message.id),
      'sent',
    );
    for (const [chat, sent] of Map.groupBy(driver.sent, (message) => message.to)) {
      const order = await installation.owner<
        { body: string }[]
      >`select body from messages where direction = 'out' and remote_chat = ${chat} order by seq`;
      expect(sent.map((message) => message.text)).toEqual(order.map((row) => row.body));
    }
    expect(driver.sent).toHaveLength(30);
  });

  it('lets a poisoned row hold up its own conversation only, and gives it up in the end', async () => {
    const [bad = '', good = ''] = await openConversations(installation, driver, 2);
    driver.onSend = async ({ text }) => {
      if (text === 'poison') throw new SendError('row', 'no_devices');
    };
    const poison = await installation.answer(bad, 'poison');
    const behind = await installation.answer(bad, 'behind');
    const other = await installation.answer(good, 'other');
    await all([other.id], 'sent');
    expect(await statesOf(installation, [behind.id])).toEqual(['queued']);
    // Each pause is real; what is waited out is skipped by moving the row's own clock.
    await waitFor(async () => {
      await installation.owner`update messages set next_at = null where id = ${poison.id} and state = 'queued'`;
      return (await statesOf(installation, [poison.id]))[0] === 'failed';
    });
    await all([behind.id], 'sent');
    expect(texts()).toEqual(['other', 'behind']);
    const [row] = await installation.owner`select attempts, failure from messages where id = ${poison.id}`;
    expect(row).toEqual({ attempts: 5, failure: 'no_devices' });
  });

  it('waits out a number that is away without counting, and goes on at once when it is back', async () => {
    const [ticket = ''] = await openConversations(installation, driver, 1);
    let tries = 0;
    driver.onSend = async () => {
      tries += 1;
      throw new SendError('channel', 'disconnected');
    };
    const messages = [await installation.answer(ticket, 'one'), await installation.answer(ticket, 'two')];
    await waitFor(() => tries >= 3);
    driver.onSend = async () => {};
    driver.session.tell('reconnecting');
    driver.session.tell('connected');
    await all(
      messages.map((message) => message.id),
      'sent',
    );
    expect(texts()).toEqual(['one', 'two']);
    const rows = await installation.owner<
      { attempts: number }[]
    >`select attempts from messages where direction = 'out'`;
    expect(rows.map((row) => row.attempts)).toEqual([1, 1]);
  });

  it('sends again, under the same id and in order, what a lost connection never acknowledged', async () => {
    const [ticket = ''] = await openConversations(installation, driver, 1);
    driver.acknowledges = false;
    const messages = [await installation.answer(ticket, 'one'), await installation.answer(ticket, 'two')];
    await waitFor(() => driver.sent.length === 2);
    driver.acknowledges = true;
    driver.session.tell('reconnecting');
    driver.session.tell('connected');
    await all(
      messages.map((message) => message.id),
      'sent',
    );
    expect(texts()).toEqual(['one', 'two', 'one', 'two']);
    expect(driver.sent[2]?.id).toBe(driver.sent[0]?.id);
  });

  it('sends again under the same id when the acknowledgement is overdue, and gives up after five without an answer', async () => {
    const [ticket = ''] = await openConversations(installation, driver, 1);
    driver.acknowledges = false;
    const { id } = await installation.answer(ticket, 'one');
    await waitFor(async () => {
      await installation.owner`update messages set next_at = now() - interval '1 ms' where id = ${id} and state = 'sending' and attempts = ${driver.sent.length}`;
      return (await statesOf(installation, [id]))[0] === 'failed';
    });
    expect(new Set(driver.sent.map((sent) => sent.id)).size).toBe(1);
    expect(driver.sent).toHaveLength(5);
    const [row] = await installation.owner`select failure from messages where id = ${id}`;
    expect(row).toEqual({ failure: 'unacknowledged' });
  });

  it('sends nothing while disconnected, and all of it after connecting again', async () => {
    const [ticket = ''] = await openConversations(installation, driver, 1);
    await disconnectChannel(installation.admin, { id: channelId });
    await untilState(installation, channelId, 'disconnected');
    const message = await installation.answer(ticket, 'later');
    await connectChannel(installation.admin, { id: channelId });
    await all([message.id], 'sent');
    expect(driver.sessions).toHaveLength(2);
  });

  it('tells the provider what was read, once', async () => {
    const [ticket = ''] = await openConversations(installation, driver, 1);
    await markRead(installation.agent, { id: ticket });
    await waitFor(() => driver.reads.length === 1);
    await markRead(installation.agent, { id: ticket });
    await driver.session.receive('more', '1000@lid');
    await waitFor(async () => (await installation.owner`select from messages where body = 'more'`).length === 1);
    await markRead(installation.agent, { id: ticket });
    await waitFor(() => driver.reads.length === 2);
  });
});

describe('the inbound lane', () => {
  it('ingests in order, skips what has no content, and sets aside what cannot be read', async () => {
    const { session } = driver;
    for (const text of ['a', 'protocol', 'b', 'poison', 'c']) await session.receive(text);
    const bodies = () =>
      installation.owner<
        { body: string }[]
      >`select body from messages where tenant_id = ${installation.tenantId} order by id`;
    await waitFor(async () => (await bodies()).length === 3);
    expect((await bodies()).map((row) => row.body)).toEqual(['a', 'b', 'c']);
    await waitFor(async () => {
      const [row] = await installation.owner<
        { attempts: number }[]
      >`select attempts from inbound_journal where ingested_at is null`;
      return row?.attempts === 5;
    });
    await session.receive('d');
    await waitFor(async () => (await bodies()).length === 4);
  });

  it('shows one message however often and out of order the provider repeats it', async () => {
    const { session } = driver;
    await Promise.all(Array.from({ length: 10 }, () => session.receive('again', '77@lid', 'SAME')));
    await session.receive('next');
    await waitFor(async () => (await installation.owner`select from messages where body = 'next'`).length === 1);
    expect(await installation.owner`select from messages where body = 'again'`).toHaveLength(1);
  });

  it('puts a placeholder where a message could not be decrypted, and fills it when the content comes', async () => {
    const { session } = driver;
    await session.ports.sink.undecryptable({
      remoteChat: '77@lid',
      remoteId: 'U1',
      fromMe: false,
      isGroup: false,
      person: { phone: null, lid: '77', pushName: 'Bia' },
      kind: 'undecryptable',
      rawKind: null,
      body: null,
      sentAtMs: Date.now(),
    });
    await waitFor(
      async () => (await installation.owner`select from messages where kind = 'undecryptable'`).length === 1,
    );
    await session.receive('at last', '77@lid', 'U1');
    await waitFor(
      async () =>
        (await installation.owner`select from messages where kind = 'text' and body = 'at last'`).length === 1,
    );
    expect(await installation.owner`select from messages where tenant_id = ${installation.tenantId}`).toHaveLength(1);
  });

  it('ingests what a crash left in the journal of a channel that nobody connects any more', async () => {
    await disconnectChannel(installation.admin, { id: channelId });
    await untilState(installation, channelId, 'disconnected');
    await installation.owner`insert into inbound_journal (tenant_id, id, channel_id, remote_chat, remote_id, from_me, envelope, content)
      values (${installation.tenantId}, ${randomUUID()}, ${channelId}, '88@lid', 'L1', false, '{}', ${Buffer.from('left behind')})`;
    await waitFor(async () => (await installation.owner`select from messages where body = 'left behind'`).length === 1);
  });
});

describe('a session that ends', () => {
  it.each(['logged_out', 'replaced', 'banned'] as const)('%s rests until a person connects again', async (phase) => {
    driver.session.tell(phase, 'told');
    const row = await untilState(installation, channelId, phase);
    expect(row.desired).toBe('off');
    await waitFor(() => driver.session.stopped);
    expect(driver.sessions).toHaveLength(1);
    await connectChannel(installation.admin, { id: channelId });
    await untilState(installation, channelId, 'connected');
    expect(driver.sessions).toHaveLength(2);
  });

  it('by a QR code that nobody scans rests, too', async () => {
    driver.session.tell('qr');
    await untilState(installation, channelId, 'qr');
    driver.session.tell('disconnected', 'qr_expired');
    const row = await untilState(installation, channelId, 'disconnected');
    expect(row).toMatchObject({ desired: 'off', qr: null });
  });

  it('with its company: a suspended one has no sessions', async () => {
    await installation.owner`update tenants set status = 'suspended' where id = ${installation.tenantId}`;
    await waitFor(() => driver.session.stopped);
    await installation.owner`update tenants set status = 'active' where id = ${installation.tenantId}`;
    await waitFor(() => driver.sessions.length === 2);
  });

  it('in a crash is shown as ended by whoever finds the channel, when nobody wants it on', async () => {
    const lost = await installation.channel({ desired: 'off' });
    await installation.owner`update channels set state = 'connected' where id = ${lost}`;
    await untilState(installation, lost, 'disconnected');
    expect(driver.sessions).toHaveLength(1);
  });

  it('because the fence refused it is never reported by it, and the driver hears it in its own words', async () => {
    const { session } = driver;
    await installation.owner`update session_shards set epoch = epoch + 1, owner = ${randomUUID()}, lease_until = now() + interval '1 minute'
      where shard = (select shard from channels where id = ${channelId})`;
    await expect(session.ports.auth.saveCredentials('{}')).rejects.toBeInstanceOf(FencedError);
    await waitFor(() => session.stopped);
    expect(await untilState(installation, channelId, 'connected')).toMatchObject({ desired: 'on' });
  });
});
