import { waitFor } from '@tiktickets/testkit';
import type { Simulator } from '@tiktickets/wbot/simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Installation, openInstallation } from './support/company.ts';
import { bia, companyPhone, openNetwork, pair } from './support/network.ts';
import { spawnWorker, type WorkerProcess } from './support/worker-process.ts';

/** The newest 20 are one part, what is older the next one, which is placed in batches of 100. */
const past = Array.from({ length: 150 }, (_, index) => `m${index}`);
const placedBeforeTheHold = 120;
const inSecondBatch = 'm110';
const holdKey = 4_711;

let installation: Installation;
let simulator: Simulator;
const running: WorkerProcess[] = [];

beforeAll(async () => {
  simulator = await openNetwork();
  const { control } = simulator;
  await control.createPhone({ name: 'Loja', phone: companyPhone });
  const fromMs = Date.now() - 86_400_000;
  for (const [index, text] of past.entries())
    await control.send(bia.phone, { to: companyPhone, text, atMs: fromMs + index * 1_000 });
  installation = await openInstallation();
});
afterAll(async () => {
  for (const worker of running) worker.signal('SIGKILL');
  await Promise.all(running.map((worker) => worker.ended));
  await installation[Symbol.asyncDispose]();
  await simulator.close();
});

async function start(): Promise<WorkerProcess> {
  const worker = await spawnWorker(installation, { wsUrl: simulator.wsUrl });
  running.push(worker);
  return worker;
}

const bodies = async () => {
  const rows = await installation.owner<{ body: string }[]>`
    select body from messages where tenant_id = ${installation.tenantId} order by id`;
  return rows.map(({ body }) => body);
};
const partStates = async () => {
  const parts = await installation.owner<{ state: string }[]>`select state from history_parts`;
  return parts.map(({ state }) => state);
};

it('a worker killed with -9 in the middle of a part of the past: the next one places it, everything once', async () => {
  const { owner } = installation;
  await owner.unsafe(`
    create function hold() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock(${holdKey}); return new; end $$;
    create trigger hold before insert on messages for each row when (new.body = '${inSecondBatch}') execute function hold();`);
  const holder = await owner.reserve();
  await holder`select pg_advisory_lock(${holdKey})`;
  const channelId = await installation.channel();
  const first = await start();
  await pair(installation, simulator, channelId);
  const isHeld = async () =>
    (await owner`select from pg_locks where locktype = 'advisory' and objid = ${holdKey} and not granted`).length === 1;
  await waitFor(isHeld, { what: 'the second batch to be on its way', timeoutMs: 30_000 });
  expect(await bodies()).toHaveLength(placedBeforeTheHold);
  first.signal('SIGKILL');
  await first.ended;
  expect(await partStates()).toContain('due');
  await holder`select pg_advisory_unlock(${holdKey})`;
  holder.release();
  await start();
  const isPlaced = async () => (await partStates()).every((state) => state === 'done');
  await waitFor(isPlaced, { what: 'every part', timeoutMs: 45_000 });
  expect(await bodies()).toEqual(past);
  expect(await owner`select from attendances`).toHaveLength(0);
  expect(await owner`select from tickets where unread_count > 0 or state <> 'closed'`).toHaveLength(0);
}, 120_000);
