import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { shardOf } from '../../src/channels/index.ts';
import { demoProgress, seedDemo } from '../../src/demo/index.ts';
import { verifyPassword } from '../../src/team/index.ts';
import { needsSetUp } from '../../src/tenants/index.ts';
import { openWorld, type World } from '../channels/fixture.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

it('gives an empty installation a company, people who can sign in, and a channel that wants to connect', async () => {
  expect(await demoProgress(world.kernel)).toBeNull();
  const seeded = await seedDemo(world.kernel);
  expect(seeded?.logins.map((login) => login.role)).toEqual(['agent', 'agent', 'supervisor', 'admin']);
  expect(await needsSetUp(world.kernel)).toBe(false);
  for (const { email, password, role } of seeded?.logins ?? []) {
    const [user] = await world.owner<{ password_hash: string; role: string; queues: number }[]>`
      select u.password_hash, u.role, (select count(*)::int from user_queues q where q.user_id = u.id) as queues from users u where email = ${email}`;
    expect(await verifyPassword(user?.password_hash ?? null, password)).toBe(true);
    expect(user).toMatchObject({ role });
    expect(user?.queues).toBeGreaterThan(0);
  }
  const channels = await world.owner<
    { id: string; shard: number; desired: string; queue_id: string | null }[]
  >`select id, shard, desired, queue_id from channels`;
  expect(channels).toHaveLength(1);
  expect(channels[0]).toMatchObject({ desired: 'on', shard: shardOf(channels[0]?.id ?? '') });
  expect(channels[0]?.queue_id).not.toBeNull();
  expect(await demoProgress(world.kernel)).toMatchObject({ state: 'disconnected', tickets: 0, rooms: 0 });
});

it('inserts no contact, ticket or message', async () => {
  await seedDemo(world.kernel);
  const [rows] =
    await world.owner`select (select count(*) from contacts)::int + (select count(*) from tickets)::int + (select count(*) from messages)::int as n`;
  expect(rows).toEqual({ n: 0 });
});

it('leaves an installation in use alone, and of two at the same instant only one fills it', async () => {
  const both = await Promise.all([seedDemo(world.kernel), seedDemo(world.kernel)]);
  expect(both.filter((seeded) => seeded !== null)).toHaveLength(1);
  expect(await seedDemo(world.kernel)).toBeNull();
  expect(await world.owner`select from tenants`).toHaveLength(1);
});

it('prints the logins once when run as a program', async () => {
  const main = fileURLToPath(new URL('../../src/demo/seed-main.ts', import.meta.url));
  const run = async () => {
    const env = { PATH: process.env.PATH, DATABASE_URL: world.ownerUrl, APP_SECRET: world.appSecret };
    const { stdout } = await promisify(execFile)(process.execPath, [main], { env });
    return JSON.parse(stdout);
  };
  expect(await run()).toHaveLength(4);
  expect(await run()).toBeNull();
});
