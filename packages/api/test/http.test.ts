import type { UserContext } from '@tiktickets/core/kernel';
import { createCompany, type Harness, openHarness } from '@tiktickets/core/testing';
import { TRPCClientError } from '@trpc/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EdgeHarness, httpClient, openEdge } from './edge-harness.ts';

let harness: Harness;
let edge: EdgeHarness;
let user: UserContext;
beforeAll(async () => {
  harness = await openHarness();
  edge = await openEdge(harness.kernel);
  user = await (await createCompany(harness.kernel)).person({ role: 'admin' });
});
afterAll(async () => {
  await edge.close();
  await harness[Symbol.asyncDispose]();
});

const post = (path: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${edge.url}/api/trpc/${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', cookie: `sid=${user.actor.sessionId}`, ...headers },
  });

it('answers a signed-in browser and tells a visitor to sign in', async () => {
  expect(await httpClient(edge.url, user).me.get.query()).toMatchObject({ user: { role: 'admin' } });
  const refused = await httpClient(edge.url, null)
    .me.get.query()
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(TRPCClientError);
  expect(refused).toMatchObject({ data: { httpStatus: 401, app: { code: 'unauthenticated' } } });
});

it('gives every bad request a typed error without a stack or a cause', async () => {
  const tries: [string, string, number][] = [
    ['tickets.accept', '{"id":"x"}', 400],
    ['tickets.accept', '{broken', 400],
    ['tickets.accept', '"\\u0000"', 400],
    ['no.such.procedure', '{}', 404],
    ['tickets.list', '{}', 400],
    ['tickets.accept', JSON.stringify({ id: user.actor.userId }), 404],
    ['messages.send', JSON.stringify({ ticketId: user.actor.userId, clientId: 'abcdefgh', body: 'a\u0000' }), 400],
  ];
  for (const [path, body, status] of tries) {
    const response = await post(path, body);
    const text = await response.text();
    expect(response.status, `${path} ${text}`).toBe(status);
    expect(text, path).toMatch(/"app":\{"code":"(invalid-input|not-found)"/);
    expect(text, path).not.toMatch(/stack|node_modules|\.ts:|postgres|select /i);
  }
});

it('refuses a body of more than a megabyte', async () => {
  const response = await post('messages.send', JSON.stringify({ body: 'x'.repeat(1_100_000) }));
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('request: is too large');
});

it('refuses other origins and cross-site calls', async () => {
  expect((await post('tickets.accept', '{}', { origin: 'https://evil.example' })).status).toBe(403);
  expect((await post('tickets.accept', '{}', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  expect((await post('tickets.accept', '{}', { origin: edge.url })).status).toBe(400);
});

it('reports health and metrics, and is not healthy without a worker', async () => {
  const health = await fetch(`${edge.url}/health`);
  expect(health.status).toBe(503);
  expect(await health.json()).toMatchObject({
    status: 'degraded',
    db: 'ok',
    queue: 'ok',
    worker: 'down',
    channels: { disconnected: 1 },
  });
  await harness.kernel.database.platform.sql`insert into workers (id) values (gen_random_uuid())`;
  expect((await fetch(`${edge.url}/health`)).status).toBe(200);
  const metrics = await (await fetch(`${edge.url}/metrics`)).text();
  expect(metrics).toMatch(/tiktickets_up\{part="worker"\} 1/);
  expect(metrics).toMatch(/tiktickets_live_viewers 0/);
  expect(metrics).toMatch(/tiktickets_channel_up\{tenant="[0-9a-f-]{36}",channel="[0-9a-f-]{36}"\} 0/);
  expect(metrics).not.toContain('Loja');
});

it('leaves other paths to the pages', async () => {
  expect((await fetch(`${edge.url}/tickets`)).status).toBe(404);
});
