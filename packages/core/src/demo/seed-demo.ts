import { randomBytes } from 'node:crypto';
import { newId, type Parameter, type Scope, withPlatform } from '@tiktickets/db';
import { shardOf } from '../channels/index.ts';
import type { Role } from '../contracts/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { hashPassword } from '../team/index.ts';
import { demoCompany } from './company.ts';

export interface DemoLogin {
  role: Role;
  email: string;
  password: string;
}

/**
 * Fills an empty installation with the demo company: people, queues and a channel that wants to be connected.
 * Contacts, tickets and messages come in by themselves, through the channel. A platform entry point.
 * @returns the logins, whose passwords are nowhere else; null when the installation is in use
 */
export async function seedDemo(kernel: Kernel): Promise<{ logins: DemoLogin[] } | null> {
  const people = await Promise.all(
    demoCompany.people.map(async (person) => {
      const password = randomBytes(9).toString('base64url');
      return { ...person, id: newId(), password, hash: await hashPassword(password) };
    }),
  );
  const isEmpty = await withPlatform({ database: kernel.database }, async (scope) => {
    // The same lock as the first company of a set-up page.
    await scope.query('select pg_advisory_xact_lock(7042)');
    const taken = await scope.query('select from tenants limit 1');
    if (taken.length > 0) return false;
    await insertCompany(scope, people);
    return true;
  });
  if (!isEmpty) return null;
  return { logins: people.map(({ role, email, password }) => ({ role, email, password })) };
}

async function insertCompany(
  scope: Scope,
  people: readonly { id: string; name: string; email: string; role: Role; hash: string; queues: readonly string[] }[],
): Promise<void> {
  const tenantId = newId();
  const queues = demoCompany.queues.map((queue) => ({ ...queue, id: newId() }));
  await scope.query('insert into tenants (id, name, is_demo) values ($1, $2, true)', [tenantId, demoCompany.name]);
  for (const [position, queue] of queues.entries()) {
    const row: Parameter[] = [tenantId, queue.id, queue.name, queue.color, position];
    await scope.query('insert into queues (tenant_id, id, name, color, position) values ($1, $2, $3, $4, $5)', row);
  }
  for (const person of people) {
    const row: Parameter[] = [tenantId, person.id, person.email, person.name, person.hash, person.role];
    await scope.query(
      'insert into users (tenant_id, id, email, name, password_hash, role) values ($1, $2, $3, $4, $5, $6)',
      row,
    );
    const mine = queues.filter((queue) => person.queues.includes(queue.name)).map((queue) => queue.id);
    await scope.query(
      'insert into user_queues (tenant_id, user_id, queue_id) select $1, $2, id from unnest($3::uuid[]) as q (id)',
      [tenantId, person.id, mine],
    );
  }
  const channelId = newId();
  await scope.query(
    `insert into channels (tenant_id, id, name, shard, queue_id, desired, takes_groups) values ($1, $2, $3, $4, $5, 'on', true)`,
    [tenantId, channelId, demoCompany.channel, shardOf(channelId), queues[0]?.id ?? null],
  );
}
