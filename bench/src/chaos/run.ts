import { createWriteStream, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createKernel, createLogger } from '@tiktickets/core/kernel';
import { startSimulator } from '@tiktickets/wbot/simulator';
import postgres, { type Sql } from 'postgres';
import { type Company, openCompany, pairAll } from './company.ts';
import { Fleet } from './fleet.ts';
import { beAgent, beCustomer, type Conversation, type Counts, createConversations } from './people.ts';
import { openPostgres, openRedis } from './services.ts';
import { causeTroubles, planTroubles } from './trouble.ts';
import { brokenNumbers, compare, type Verdict } from './verdict.ts';

const appSecret = 'a secret for the chaos run, which lives for minutes';
const leaseTtlMs = 5_000;

export interface ChaosOptions {
  backend: 'redis' | 'postgres';
  numbers: number;
  contacts: number;
  workers: number;
  /** How long people write and things break. */
  seconds: number;
  /** How long after the last trouble everything must have arrived. */
  settleSeconds: number;
  /** One trouble about this often. */
  everyMs: number;
  /** How often one customer writes and one agent answers, about. */
  pauseMs: number;
  seed: number;
  say(line: string): void;
}

export interface ChaosResult {
  counts: Counts;
  verdict: Verdict;
  /** Names of what happened, with how often. */
  troubles: Map<string, number>;
  broken: string[];
  crashes: string[];
  /** Troubles that could not be caused: a fault of the run itself. */
  unable: string[];
  settledMs: number;
  /** Logs of the workers, kept when something is wrong. */
  folder: string;
}

/** Nobody has anything left to do; false while rows wait or the database is away. */
async function isQuiet(owner: Sql, { tenantId }: Company): Promise<boolean> {
  const [row] = await owner<{ waiting: number }[]>`
    select (select count(*) from messages where tenant_id = ${tenantId} and state in ('queued', 'sending', 'sent'))
         + (select count(*) from inbound_journal where tenant_id = ${tenantId} and ingested_at is null)
         + (select count(*) from media where tenant_id = ${tenantId} and state = 'due')
         + (select count(*) from channels where tenant_id = ${tenantId} and state <> 'connected') as waiting`;
  return Number(row?.waiting) === 0;
}

/** One run on one backend: the whole installation, its people, its troubles and the comparison at the end. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult | null> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tiktickets-chaos-'));
  let isKept = true;
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(async () => {
    if (!isKept) await rm(folder, { recursive: true, force: true });
  });
  const database = await openPostgres(folder, appSecret);
  cleanup.defer(() => database.stop());
  const redis = options.backend === 'redis' ? await openRedis(folder) : null;
  if (options.backend === 'redis' && !redis) return null;
  cleanup.defer(async () => redis?.stop());
  const network = createWriteStream(path.join(folder, 'network.log'));
  const note = (fields: object, message: string): void => {
    network.write(`${JSON.stringify({ time: Date.now(), message, ...fields })}\n`);
  };
  const simulator = cleanup.use(
    await startSimulator({
      tls: 'auto',
      tlsDir: path.join(folder, 'tls'),
      seed: options.seed,
      logger: { debug: note, warn: note },
    }),
  );
  const owner = postgres(database.url, { max: 4, onnotice: () => {} });
  cleanup.defer(() => owner.end({ timeout: 2 }));
  const kernel = createKernel({
    name: 'chaos',
    databaseUrl: database.url,
    redisUrl: redis?.url,
    appSecret,
    logger: createLogger({ name: 'chaos', level: 'silent' }),
    mediaDir: path.join(folder, 'data', 'media'),
  });
  cleanup.defer(() => kernel.close());
  const logDir = path.join(folder, 'logs');
  mkdirSync(logDir, { recursive: true });
  const environment = {
    DATABASE_URL: database.url,
    APP_SECRET: appSecret,
    ...(redis ? { REDIS_URL: redis.url } : {}),
    WA_WS_URL: simulator.wsUrl,
    WA_MEDIA_HOST: simulator.mediaHost,
    NODE_EXTRA_CA_CERTS: simulator.caPath ?? '',
    DATA_DIR: path.join(folder, 'data'),
    LEASE_TTL_MS: String(leaseTtlMs),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
  };
  const fleet = new Fleet({ size: options.workers, environment, logDir });
  cleanup.defer(() => fleet.stop());
  const company = await openCompany({ kernel, owner, numbers: options.numbers });
  fleet.start();
  await pairAll(company, owner, simulator.control);
  options.say(`${options.numbers} numbers paired on ${options.workers} workers; ${options.seconds} s of trouble begin`);

  const counts: Counts = { written: 0, changes: 0, answered: 0, retries: 0, slowestMs: 0 };
  const conversations = await createConversations({ company, simulator: simulator.control }, options);
  const targets = { company, simulator: simulator.control, owner, fleet, workers: options.workers, redis, leaseTtlMs };
  const plan = planTroubles({ ...targets, postgres: database }, options);
  const unable: string[] = [];
  let isRunning = true;
  const around = { company, simulator: simulator.control, owner, counts, isRunning: () => isRunning };
  const people = conversations.flatMap((conversation) => [
    beCustomer(around, conversation, options.pauseMs),
    beAgent(around, conversation, options.pauseMs * 1.5),
  ]);
  const working = Promise.all(people);
  await Promise.all([
    causeTroubles(plan, (what, error) =>
      unable.push(`${what}: ${error instanceof Error ? error.message : String(error)}`),
    ),
    delay(options.seconds * 1_000),
  ]);
  isRunning = false;
  await working;
  options.say('trouble is over; waiting until everything has arrived');
  const settling = performance.now();
  const { verdict, broken } = await settle({ company, simulator: simulator.control, owner }, conversations, options);
  const settledMs = performance.now() - settling;
  const troubles = new Map<string, number>();
  for (const { name } of plan) troubles.set(name, (troubles.get(name) ?? 0) + 1);
  await fleet.stop();
  const result = { counts, verdict, troubles, broken, crashes: fleet.crashes, unable, settledMs, folder };
  isKept = !isGood(result);
  return result;
}

export const isGood = ({ verdict, broken, crashes, unable }: ChaosResult): boolean =>
  verdict.faults.length + broken.length + crashes.length + unable.length === 0;

async function settle(
  sight: Parameters<typeof compare>[0],
  conversations: readonly Conversation[],
  { settleSeconds }: ChaosOptions,
): Promise<{ verdict: Verdict; broken: string[] }> {
  const deadline = Date.now() + settleSeconds * 1_000;
  for (;;) {
    const isOver = Date.now() > deadline;
    const quiet = await isQuiet(sight.owner, sight.company);
    if (quiet || isOver) {
      const verdict = await compare(sight, conversations);
      const broken = await brokenNumbers(sight);
      // What the phones still have to confirm or write may take another moment.
      if (isOver || verdict.faults.length + broken.length === 0) return { verdict, broken };
    }
    await delay(1_000);
  }
}
