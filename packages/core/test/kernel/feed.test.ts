import { newId } from '@tiktickets/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Context, FeedReader, parseCursor, systemContext, write } from '../../src/kernel/index.ts';
import { createCompany, type Harness, openHarness } from '../harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

const company = async (): Promise<Context> =>
  systemContext(harness.kernel, (await createCompany(harness.kernel)).tenantId, 'test');
const emit = (ctx: Context, entityId = newId()): Promise<string> =>
  write(ctx, async (scope) => {
    scope.event({ type: 'ticket', entityId, messageIds: [newId(), newId()] });
    return entityId;
  });
const idsOf = async (reader: FeedReader): Promise<string[]> =>
  ((await reader.read())?.events ?? []).map((event) => event.entityId);

it('delivers an event that committed late, though a later one was already read', async () => {
  const ctx = await company();
  const reader = await FeedReader.atEnd(ctx);
  const client = await harness.kernel.database.platform.sql.reserve();
  const slow = newId();
  await client`begin`;
  await client`insert into events (tenant_id, type, entity_id) values (${ctx.tenantId}, 'ticket', ${slow})`;
  const quick = await emit(ctx);
  expect(await idsOf(reader)).toEqual([quick]);
  const resumed = reader.cursor;
  await client`commit`;
  client.release();
  expect(await idsOf(reader)).toEqual([slow]);
  expect(await idsOf(reader)).toEqual([]);
  const after = await FeedReader.from(ctx, resumed);
  expect(new Set(after ? await idsOf(after) : [])).toEqual(new Set([quick, slow]));
});

it('misses and repeats nothing while many transactions overlap', async () => {
  const ctx = await company();
  const reader = await FeedReader.atEnd(ctx);
  const written: Promise<string>[] = [];
  const read: string[] = [];
  for (let round = 0; round < 30; round += 1) {
    for (let n = 0; n < 8; n += 1) written.push(emit(ctx));
    read.push(...(await idsOf(reader)));
  }
  const all = await Promise.all(written);
  read.push(...(await idsOf(reader)));
  expect(read).toHaveLength(all.length);
  expect(new Set(read)).toEqual(new Set(all));
});

it('carries the messages of an event and keeps tenants apart', async () => {
  const ctx = await company();
  const other = await company();
  const [mine, foreign] = [await FeedReader.atEnd(ctx), await FeedReader.atEnd(other)];
  await emit(ctx);
  expect((await mine.read())?.events[0]?.messageIds).toHaveLength(2);
  expect((await foreign.read())?.events).toEqual([]);
});

it('writes no event of a transaction that failed', async () => {
  const ctx = await company();
  const reader = await FeedReader.atEnd(ctx);
  const failing = write(ctx, async (scope) => {
    scope.event({ type: 'ticket', entityId: newId() });
    await scope.query('select 1 / 0');
  });
  await expect(failing).rejects.toMatchObject({ code: '22012' });
  expect((await reader.read())?.events).toEqual([]);
});

it('refuses cursors that it did not write, that are too old, or that lie ahead', async () => {
  const ctx = await company();
  expect(parseCursor('1; drop table events')).toBeNull();
  for (const cursor of ['', 'x', '1.2.3', `12.${Date.now() - 2 * 86_400_000}`, `999999999999.${Date.now()}`]) {
    expect(await FeedReader.from(ctx, cursor), cursor).toBeNull();
  }
});
