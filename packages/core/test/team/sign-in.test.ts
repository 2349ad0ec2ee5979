import { afterAll, beforeAll, expect, it } from 'vitest';
import { getMe, hashPassword, listQueues, readSession, signIn, signOut } from '../../src/team/index.ts';
import { needsSetUp, setUp } from '../../src/tenants/index.ts';
import { type Harness, openHarness } from '../harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

const first = { companyName: 'Loja Aurora', name: 'Ana', email: 'Ana@Example.com', password: 'correct horse battery' };
const attempt = (email: string, password: string, ip = '10.0.0.1') =>
  signIn(harness.kernel, { email, password, ip, userAgent: 'test' });

it('is set up once, also when several try at the same instant', async () => {
  expect(await needsSetUp(harness.kernel)).toBe(true);
  const tries = await Promise.allSettled(
    Array.from({ length: 4 }, (_, n) => setUp(harness.kernel, { ...first, email: `x${n}${first.email}` })),
  );
  expect(tries.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  for (const result of tries)
    if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'conflict' });
  expect(await needsSetUp(harness.kernel)).toBe(false);
  const { sql } = harness.kernel.database.platform;
  await sql`update users set email = 'ana@example.com'`;
});

it('opens a session for the right pair in any spelling of the address, and hashes by argon2id', async () => {
  const signedIn = await attempt('ANA@example.COM', first.password);
  const ctx = await readSession(harness.kernel, signedIn.sessionId);
  expect(ctx?.actor).toMatchObject({ role: 'admin', viewer: { readAll: true, readUnqueued: true } });
  if (!ctx) throw new Error('no session');
  expect(await getMe(ctx)).toMatchObject({
    user: { name: 'Ana' },
    tenant: { name: 'Loja Aurora' },
    queues: [],
    demo: false,
  });
  expect(await listQueues(ctx)).toEqual([]);
  expect(await hashPassword('x')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

it('says the same for a wrong password, an unknown address and a disabled person', async () => {
  const wrong = attempt('ana@example.com', 'wrong');
  await expect(wrong).rejects.toMatchObject({ code: 'unauthenticated', message: 'e-mail or password is wrong' });
  await expect(attempt('nobody@example.com', 'wrong')).rejects.toMatchObject({
    code: 'unauthenticated',
    message: 'e-mail or password is wrong',
  });
  const { sql } = harness.kernel.database.platform;
  await sql`update users set active = false`;
  await expect(attempt('ana@example.com', first.password)).rejects.toMatchObject({ code: 'unauthenticated' });
  await sql`update users set active = true`;
  await expect(attempt('not an address', 'x')).rejects.toMatchObject({ code: 'invalid-input', field: 'email' });
});

it('ends a session that is revoked, expired, unknown, or whose company is suspended', async () => {
  const { sql } = harness.kernel.database.platform;
  const one = await attempt('ana@example.com', first.password);
  const ctx = await readSession(harness.kernel, one.sessionId);
  if (!ctx) throw new Error('no session');
  await sql`update tenants set status = 'suspended'`;
  expect(await readSession(harness.kernel, one.sessionId)).toBeNull();
  await sql`update tenants set status = 'active'`;
  await signOut(ctx);
  expect(await readSession(harness.kernel, one.sessionId)).toBeNull();
  const two = await attempt('ana@example.com', first.password);
  await sql`update sessions set expires_at = now() where id = ${two.sessionId}`;
  expect(await readSession(harness.kernel, two.sessionId)).toBeNull();
  expect(await readSession(harness.kernel, 'nonsense')).toBeNull();
});

it('slows down guessing at one account without locking its owner out', async () => {
  const guesses = await Promise.allSettled(
    Array.from({ length: 14 }, () => attempt('ana@example.com', 'guess', '10.9.9.9')),
  );
  const codes = guesses.map((result) => (result.status === 'rejected' ? result.reason.code : 'in'));
  expect(codes).toContain('rate-limited');
  expect(codes).not.toContain('in');
  expect(await attempt('ana@example.com', first.password, '10.0.0.2')).toMatchObject({ name: 'Ana' });
});
