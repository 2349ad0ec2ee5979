import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '@tiktickets/services';
import { describeBackends, waitFor } from '@tiktickets/testkit';
import { SendError } from '@tiktickets/wbot/contract';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { type Installation, openInstallation, untilState } from './support/company.ts';
import { openConversations, statesOf } from './support/conversations.ts';
import { FakeDriver } from './support/fake-driver.ts';

const allSent = (installation: Installation, ids: readonly string[]) =>
  waitFor(async () => (await statesOf(installation, ids)).every((state) => state === 'sent'), {
    what: 'all to be sent',
    timeoutMs: 20_000,
  });

describeBackends('a queue store that is emptied', (backend) => {
  it('keeps no message back, and its schedules come back by themselves', async () => {
    await using installation = await openInstallation({ redisUrl: backend.redisUrl });
    const channelId = await installation.channel();
    const driver = new FakeDriver();
    const { jobs } = await installation.worker({ driver, rescheduleMs: 300 });
    await untilState(installation, channelId, 'connected');
    const scheduled = () => waitFor(async () => (await jobs.counts()).delayed >= 5, { what: 'schedules' });
    await scheduled();
    const tickets = await openConversations(installation, driver, 3);
    driver.onSend = async () => {
      throw new SendError('channel', 'disconnected');
    };
    const messages: string[] = [];
    for (const ticket of tickets) messages.push((await installation.answer(ticket, 'hello')).id);
    if (backend.redisUrl) {
      const redis = new Redis(backend.redisUrl);
      await redis.flushall();
      await redis.quit();
    } else {
      const tables = await installation.owner<{ name: string }[]>`
        select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables where schemaname = 'bullmq' and tablename <> 'migration'`;
      await installation.owner.unsafe(`truncate ${tables.map((table) => table.name).join(', ')}`);
    }
    driver.onSend = async () => {};
    await allSent(installation, messages);
    await scheduled();
    expect(driver.sent).toHaveLength(3);
  });
});

describe('PostgreSQL restarted under a running worker', () => {
  it('goes on where it was, without a restart of ours: sends, ingests, schedules, wakes up', {
    timeout: 90_000,
  }, async () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'tiktickets-restart-'));
    let server = await startPostgres({ dataDir });
    const appSecret = randomUUID() + randomUUID();
    try {
      await migrate(server.url, appSecret);
      await using installation = await openInstallation({
        database: { ownerUrl: server.url, appSecret, drop: async () => {} },
      });
      const channelId = await installation.channel();
      const driver = new FakeDriver();
      const worker = await installation.worker({ driver, rescheduleMs: 500, scanMs: 60_000 });
      await untilState(installation, channelId, 'connected');
      const [ticket = ''] = await openConversations(installation, driver, 1);
      const before = await installation.answer(ticket, 'before');
      await allSent(installation, [before.id]);

      await server.stop();
      await expect(driver.session.receive('lost')).rejects.toThrow();
      driver.session.tell('reconnecting');
      driver.session.tell('connected');
      server = await startPostgres({ dataDir, port: server.port });

      const after = await waitFor(() => installation.answer(ticket, 'after'), {
        what: 'a request to succeed',
        timeoutMs: 20_000,
      });
      await allSent(installation, [after.id]);
      expect(driver.sent.map((sent) => sent.text)).toEqual(['before', 'after']);
      await waitFor(() => driver.session.receive('again', '1000@lid').then(() => true), {
        what: 'the journal to take a message',
      });
      await waitFor(async () => (await installation.owner`select from messages where body = 'again'`).length === 1);
      await waitFor(async () => (await worker.jobs.counts()).delayed >= 5);
      await untilState(installation, channelId, 'connected');
      expect(driver.sessions.length).toBeLessThanOrEqual(2);
      expect(worker.supervisor.shards).toHaveLength(64);
    } finally {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

async function migrate(databaseUrl: string, appSecret: string): Promise<void> {
  const script = fileURLToPath(new URL('../../../scripts/migrate.ts', import.meta.url));
  const env = { PATH: process.env.PATH, DATABASE_URL: databaseUrl, APP_SECRET: appSecret };
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`migrate ended with ${code}`);
}

describe('two workers that claim one session', () => {
  it('end with one: the fenced one stops without a trace, credentials and messages are whole', async () => {
    await using installation = await openInstallation();
    const channelId = await installation.channel();
    const [first, second] = [new FakeDriver(), new FakeDriver()];
    await installation.worker({ driver: first, leaseTtlMs: 30_000 });
    await untilState(installation, channelId, 'connected');
    await first.session.ports.auth.saveCredentials('{"owner":"first"}');
    const [ticket = ''] = await openConversations(installation, first, 1);
    const held = Promise.withResolvers<void>();
    first.onSend = () => held.promise;
    const inFlight = await installation.answer(ticket, 'in flight');
    await waitFor(async () => (await statesOf(installation, [inFlight.id]))[0] === 'sending');

    // What a claim does whose lease has run out, while the first still believes in its own.
    await installation.owner`update session_shards set lease_until = '-infinity' where shard = (select shard from channels where id = ${channelId})`;
    await installation.worker({ driver: second, leaseTtlMs: 30_000 });
    await waitFor(() => second.sessions.length === 1 && second.sent.length === 1);
    held.resolve();
    await waitFor(() => first.session.stopped, { what: 'the fenced session to stop' });
    await second.session.ports.auth.saveCredentials('{"owner":"second"}');
    await expect(first.session.ports.auth.saveCredentials('{"owner":"zombie"}')).rejects.toThrow();
    expect(await second.session.ports.auth.loadCredentials()).toBe('{"owner":"second"}');
    const next = await installation.answer(ticket, 'next');
    await allSent(installation, [inFlight.id, next.id]);
    expect(second.sent.map((sent) => sent.text)).toEqual(['in flight', 'next']);
    // Handed to the socket before the takeover: the one thing no fence can stop. It carries the same id.
    expect(new Set([...first.sent, ...second.sent].map((sent) => sent.id)).size).toBe(2);
    await untilState(installation, channelId, 'connected');
  });
});
