import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { newId, withPlatform } from '@tiktickets/db';
import { cloneDatabase } from '@tiktickets/testkit';
import type { InboundMessage } from '@tiktickets/wbot/contract';
import type { Role } from '../src/contracts/index.ts';
import { createKernel, createLogger, type Kernel, type S3Settings, type UserContext } from '../src/kernel/index.ts';
import { readSession } from '../src/team/index.ts';

export { describeStorages, type TestStorage } from './describe-storages.ts';

export interface Harness extends AsyncDisposable {
  kernel: Kernel;
  ownerUrl: string;
  appSecret: string;
}

/** A kernel on a database of its own. */
export async function openHarness(options: { redisUrl?: string; s3?: S3Settings } = {}): Promise<Harness> {
  const clone = await cloneDatabase();
  const { ownerUrl, appSecret } = clone;
  const mediaDir = await mkdtemp(path.join(tmpdir(), 'tiktickets-media-'));
  const kernel = createKernel({
    name: 'test',
    databaseUrl: ownerUrl,
    redisUrl: options.redisUrl,
    appSecret,
    mediaDir,
    s3: options.s3,
    logger: createLogger({ name: 'test', level: 'silent' }),
  });
  return {
    kernel,
    ownerUrl,
    appSecret,
    [Symbol.asyncDispose]: async () => {
      await kernel.close();
      await clone.drop();
      await rm(mediaDir, { recursive: true, force: true });
    },
  };
}

export interface Company {
  tenantId: string;
  channelId: string;
  queues: { support: string; billing: string };
  /** Signs a new person in. */
  person(options: { role: Role; queues?: readonly string[]; name?: string }): Promise<UserContext>;
}

/** A company with two queues and one channel whose tickets go to "Suporte". */
export async function createCompany(
  kernel: Kernel,
  options: { reopenWindowS?: number; queued?: boolean } = {},
): Promise<Company> {
  const tenantId = newId();
  const channelId = newId();
  const queues = { support: newId(), billing: newId() };
  await withPlatform({ database: kernel.database }, async (scope) => {
    await scope.query('insert into tenants (id, name) values ($1, $2)', [tenantId, 'Company']);
    for (const [name, id] of Object.entries(queues)) {
      await scope.query('insert into queues (tenant_id, id, name, color) values ($1, $2, $3, $4)', [
        tenantId,
        id,
        name,
        '#5b8def',
      ]);
    }
    await scope.query(
      'insert into channels (tenant_id, id, name, shard, queue_id, reopen_window_s) values ($1, $2, $3, 1, $4, $5)',
      [tenantId, channelId, 'Loja', options.queued === false ? null : queues.support, options.reopenWindowS ?? 600],
    );
  });
  return {
    tenantId,
    channelId,
    queues,
    person: async ({ role, queues: of = [queues.support], name = 'Ana' }) => {
      const userId = newId();
      const sessionId = newId();
      await withPlatform({ database: kernel.database }, async (scope) => {
        await scope.query(
          `insert into users (tenant_id, id, email, name, password_hash, role) values ($1, $2, $3, $4, 'x', $5)`,
          [tenantId, userId, `${userId}@example.com`, name, role],
        );
        for (const queueId of of) {
          await scope.query('insert into user_queues (tenant_id, user_id, queue_id) values ($1, $2, $3)', [
            tenantId,
            userId,
            queueId,
          ]);
        }
        await scope.query(
          `insert into sessions (tenant_id, id, user_id, expires_at) values ($1, $2, $3, now() + interval '1 day')`,
          [tenantId, sessionId, userId],
        );
      });
      const ctx = await readSession(kernel, sessionId);
      if (!ctx) throw new Error('the session that was just made is not there');
      return ctx;
    },
  };
}

let minute = 0;
/** A text from a customer, a minute after the one before unless told otherwise. */
export function inboundText(body: string, overrides: Partial<InboundMessage> = {}): InboundMessage {
  minute += 1;
  return {
    remoteChat: '1001@lid',
    remoteId: randomUUID(),
    fromMe: false,
    isGroup: false,
    person: { phone: '5511981234567', lid: '1001', pushName: 'Marina Sampaio' },
    kind: 'text',
    rawKind: null,
    body,
    sentAtMs: Date.now() - 3_600_000 + minute * 1_000,
    ...overrides,
  };
}
