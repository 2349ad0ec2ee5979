import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { shardOf } from '@tiktickets/core/channels';
import { rolePermissions } from '@tiktickets/core/contracts';
import type { Context, Kernel } from '@tiktickets/core/kernel';
import type { SimulatorClient } from '@tiktickets/wbot/simulator-client';
import type { Sql } from 'postgres';

export interface CompanyNumber {
  channelId: string;
  phone: string;
}

export interface Company {
  tenantId: string;
  agent: Context;
  numbers: CompanyNumber[];
}

/** A company with one agent and so many numbers, which its workers are to connect. */
export async function openCompany(input: { kernel: Kernel; owner: Sql; numbers: number }): Promise<Company> {
  const { kernel, owner } = input;
  const [tenantId, queueId, userId] = [randomUUID(), randomUUID(), randomUUID()];
  await owner`insert into tenants (id, name) values (${tenantId}, 'Loja')`;
  await owner`insert into queues (tenant_id, id, name, color) values (${tenantId}, ${queueId}, 'Suporte', '#1167d8')`;
  await owner`insert into users (tenant_id, id, email, name, password_hash, role)
    values (${tenantId}, ${userId}, ${`${userId}@example.com`}, 'Ana', 'x', 'admin')`;
  const numbers = Array.from({ length: input.numbers }, (_, n) => ({
    channelId: randomUUID(),
    phone: String(5_511_700_000_000 + n),
  }));
  for (const [n, { channelId }] of numbers.entries()) {
    await owner`insert into channels (tenant_id, id, name, shard, queue_id, desired, rate_ms)
      values (${tenantId}, ${channelId}, ${`Número ${n + 1}`}, ${shardOf(channelId)}, ${queueId}, 'on', 20)`;
  }
  const person = {
    userId,
    sessionId: randomUUID(),
    name: 'Ana',
    email: 'ana@example.com',
    role: 'admin' as const,
    permissions: rolePermissions.admin,
    viewer: { userId, queueIds: [queueId], readUnqueued: true, readAll: true },
  };
  const agent: Context = { kernel, tenantId, actor: { kind: 'user', ...person }, correlationId: randomUUID() };
  return { tenantId, agent, numbers };
}

/** Links every number by the code it shows, until all are connected. */
export async function pairAll(company: Company, owner: Sql, simulator: SimulatorClient): Promise<void> {
  const phones = new Map(company.numbers.map(({ channelId, phone }) => [channelId, phone]));
  const scanned = new Set<string>();
  const deadline = Date.now() + 30_000 + 10_000 * company.numbers.length;
  for (;;) {
    const rows = await owner<{ id: string; state: string; qr: string | null }[]>`
      select id, state, qr from channels where tenant_id = ${company.tenantId}`;
    if (rows.every((row) => row.state === 'connected')) return;
    if (Date.now() > deadline)
      throw new Error(`only ${rows.filter((row) => row.state === 'connected').length} numbers were paired`);
    // Few at a time: a pairing costs a second of processor.
    const busy = rows.filter((row) => row.state !== 'connected' && row.qr !== null && scanned.has(row.qr)).length;
    const [next] = rows.filter(({ state, qr }) => state === 'qr' && qr !== null && !scanned.has(qr));
    if (next?.qr && busy < 3) {
      scanned.add(next.qr);
      const phone = phones.get(next.id) ?? '';
      // A code that was replaced at this instant is scanned again when its successor shows.
      await simulator.scan(phone, { qr: next.qr, name: `Loja ${phone.slice(-3)}` }).catch(() => {});
    } else await delay(100);
  }
}
