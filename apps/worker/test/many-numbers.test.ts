import { waitFor } from '@tiktickets/testkit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Installation, openInstallation } from './support/company.ts';
import { spawnFakeWorker, type WorkerProcess } from './support/worker-process.ts';

const leaseTtlMs = 4_000;
const numbers = 60;
let installation: Installation;
let workers: WorkerProcess[];
beforeEach(async () => {
  installation = await openInstallation();
  workers = [];
  for (let n = 0; n < numbers; n += 1) await installation.channel();
});
afterEach(async () => {
  for (const worker of workers) worker.signal('SIGKILL');
  await Promise.all(workers.map((worker) => worker.ended));
  await installation[Symbol.asyncDispose]();
});

const join = async (): Promise<void> => void workers.push(await spawnFakeWorker(installation, leaseTtlMs));

interface Owned {
  id: string;
  owner: string | null;
  state: string;
  rev: number;
}
/** Each number with who holds it by a lease that still runs. */
const owned = () => installation.owner<Owned[]>`
  select c.id, c.state, c.rev, case when s.lease_until > now() then s.owner end as owner
  from channels c join session_shards s on s.shard = c.shard`;

/** How many numbers each worker runs, all of them being connected. */
async function spread(): Promise<number[]> {
  const rows = await owned();
  if (rows.some((row) => row.state !== 'connected' || row.owner === null)) throw new Error('not all are connected');
  const counts = new Map<string | null, number>();
  for (const { owner } of rows) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return [...counts.values()].sort((a, b) => a - b);
}
/** Within a tenth of what each would have if it came out even: moving a number for less is not worth its interruption. */
const untilEven = (population: number) =>
  waitFor(
    async () => {
      const counts = await spread();
      const share = numbers / population;
      const isEven = counts.length === population && counts.every((count) => Math.abs(count - share) <= share / 10 + 1);
      if (!isEven) throw new Error(counts.join('/'));
      return counts;
    },
    { what: `${numbers} numbers on ${population} workers`, timeoutMs: 40_000 },
  );

it('two and three workers share sixty numbers evenly; one killed -9 has its numbers live on the others in lease time', {
  timeout: 150_000,
}, async () => {
  await join();
  await untilEven(1);
  await join();
  await untilEven(2);
  await join();
  await untilEven(3);

  const before = new Map((await owned()).map((row) => [row.id, row]));
  const survivors = new Set<string | null>();
  const [victim] = workers;
  victim?.signal('SIGKILL');
  await victim?.ended;
  const killedAt = performance.now();
  const moved = await waitFor(
    async () => {
      const rows = await owned();
      const dead = rows.filter((row) => row.owner === null || row.state !== 'connected');
      if (dead.length > 0) throw new Error(`${dead.length} numbers rest`);
      survivors.clear();
      for (const { owner } of rows) survivors.add(owner);
      // A session that was opened anew has said so, which makes a new revision.
      if (survivors.size !== 2) throw new Error(`${survivors.size} workers`);
      return rows.filter((row) => row.owner !== before.get(row.id)?.owner);
    },
    { what: 'the others to take over', timeoutMs: 40_000 },
  );
  await waitFor(
    async () => {
      const now = new Map((await owned()).map((row) => [row.id, row.rev]));
      return moved.every((row) => (now.get(row.id) ?? 0) > (before.get(row.id)?.rev ?? 0));
    },
    { what: 'their sessions to be open' },
  );
  // The lease itself, and as much again for a machine with other work.
  expect(performance.now() - killedAt).toBeLessThan(2 * leaseTtlMs);
  expect(moved.length).toBeGreaterThan(10);
  await untilEven(2);
});
