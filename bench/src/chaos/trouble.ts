import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, SimulatorClient } from '@tiktickets/wbot/simulator-client';
import type { Sql } from 'postgres';
import type { Company } from './company.ts';
import type { Fleet } from './fleet.ts';
import { createDice, type Dice } from './random.ts';
import type { openRedis, Service } from './services.ts';

export interface Targets {
  company: Company;
  simulator: SimulatorClient;
  owner: Sql;
  fleet: Fleet;
  workers: number;
  postgres: Service;
  redis: Awaited<ReturnType<typeof openRedis>>;
  leaseTtlMs: number;
}

interface Trouble {
  name: string;
  weight: number;
  strike(dice: Dice): Promise<void>;
}

/** One entry of the schedule, all decided before the run begins. */
export interface Planned {
  atMs: number;
  name: string;
  strike(): Promise<void>;
}

/** All that can happen to this installation, and how often beside the rest. */
function troubles({ company, simulator, owner, fleet, workers, postgres, redis, leaseTtlMs }: Targets): Trouble[] {
  const worker = (dice: Dice): number => dice.between(0, workers - 1);
  const [first, ...others] = company.numbers.map(({ phone }) => phone);
  if (first === undefined) throw new Error('a company without numbers');
  const phone = (dice: Dice): string => dice.pick([first, ...others]);
  const socket = (name: string, weight: number, fault: (phone: string, dice: Dice) => Fault): Trouble => ({
    name,
    weight,
    strike: (dice) => simulator.fault(fault(phone(dice), dice)),
  });
  const queueTables = async (): Promise<void> => {
    const tables = await owner<{ name: string }[]>`
      select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
      where schemaname = 'bullmq' and tablename <> 'migration'`;
    if (tables.length > 0) await owner.unsafe(`truncate ${tables.map((table) => table.name).join(', ')}`);
  };
  const stores: Trouble[] = redis
    ? [
        { name: 'Redis killed -9', weight: 2, strike: (dice) => redis.kill(dice.between(200, 3_000)) },
        { name: 'Redis killed and emptied', weight: 2, strike: (dice) => redis.empty(dice.between(200, 2_000)) },
        { name: 'Redis frozen', weight: 1, strike: (dice) => redis.freeze(dice.between(1_000, 5_000)) },
      ]
    : [{ name: 'queue tables emptied', weight: 3, strike: queueTables }];
  return [
    { name: 'worker killed -9', weight: 4, strike: (dice) => fleet.kill(worker(dice), dice.between(0, 3_000)) },
    { name: 'worker replaced', weight: 1, strike: (dice) => fleet.replace(worker(dice)) },
    {
      name: 'worker frozen past its lease',
      weight: 2,
      strike: (dice) => fleet.freeze(worker(dice), leaseTtlMs + dice.between(500, 4_000)),
    },
    {
      name: 'worker frozen briefly',
      weight: 1,
      strike: (dice) => fleet.freeze(worker(dice), dice.between(200, 1_500)),
    },
    ...stores,
    { name: 'PostgreSQL killed -9', weight: 2, strike: (dice) => postgres.kill(dice.between(100, 2_000)) },
    { name: 'PostgreSQL frozen', weight: 1, strike: (dice) => postgres.freeze(dice.between(500, 3_000)) },
    socket('socket dropped', 8, (on) => ({ kind: 'drop', phone: on })),
    socket('socket frozen', 1, (on) => ({ kind: 'freeze', phone: on })),
    socket('garbage on a socket', 2, (on) => ({ kind: 'garbage', phone: on })),
    socket('restart asked for', 2, (on) => ({ kind: 'restart', phone: on })),
    socket('stream error', 2, (on, dice) => ({ kind: 'stream-error', phone: on, code: dice.pick([500, 503]) })),
    socket('acknowledgements lost', 3, (on, dice) => ({ kind: 'lost-ack', phone: on, count: dice.between(1, 3) })),
    socket('question unanswered', 1, (on) => ({ kind: 'silent-iq', phone: on, xmlns: 'usync' })),
    socket('login refused', 1, (on) => ({ kind: 'login-failure', phone: on, reason: 503 })),
    socket('upgrade refused', 1, (_, dice) => ({ kind: 'upgrade-status', status: 503, count: dice.between(1, 3) })),
    socket('media host failing', 1, (_, dice) => ({ kind: 'media-status', status: 503, count: dice.between(1, 3) })),
  ];
}

/** What will happen and when: the same for the same seed. */
export function planTroubles(targets: Targets, options: { seconds: number; everyMs: number; seed: number }): Planned[] {
  const dice = createDice(options.seed, 'trouble');
  const [first, ...others] = troubles(targets);
  if (!first) return [];
  const plan: Planned[] = [];
  const endMs = options.seconds * 1_000;
  for (let atMs = options.everyMs; atMs < endMs; atMs += options.everyMs * (0.4 + 1.2 * dice.next())) {
    const { name, strike } = dice.weighted([
      [first, first.weight],
      ...others.map((trouble) => [trouble, trouble.weight] as const),
    ]);
    const own = createDice(dice.between(0, 2 ** 30));
    plan.push({ atMs, name, strike: () => strike(own) });
  }
  return plan;
}

/** Makes it happen; resolves when the last trouble is over and everything runs again. Troubles may overlap. */
export async function causeTroubles(
  plan: readonly Planned[],
  failed: (what: string, error: unknown) => void,
): Promise<void> {
  const from = performance.now();
  const locks = new Map<string, Promise<void>>();
  const running: Promise<void>[] = [];
  for (const { atMs, name, strike } of plan) {
    await delay(Math.max(0, from + atMs - performance.now()));
    // One server is not killed while it is frozen or coming back.
    const target = name.split(' ')[0] ?? name;
    const isServer = target === 'PostgreSQL' || target === 'Redis';
    const before = isServer ? locks.get(target) : undefined;
    const happening = (before ?? Promise.resolve()).then(strike).catch((error: unknown) => failed(name, error));
    if (isServer) locks.set(target, happening);
    running.push(happening);
  }
  await Promise.all(running);
}
