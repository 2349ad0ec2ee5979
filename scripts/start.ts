import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '@tiktickets/db/migrate';
import { tryLock } from '@tiktickets/services';
import { inheritedEnvironment, loadDotEnv, readSettings, type Settings } from './env.ts';
import { buildChanged } from './start/build.ts';
import { type DatabaseServer, openDatabaseServer } from './start/database.ts';
import { loadAppSecret } from './start/installation.ts';
import { assertPortIsFree, loopbackFor, waitUntilHealthy } from './start/reachability.ts';
import { seedDemoOnce } from './start/seed.ts';
import { type RunningServices, startServices } from './start/services.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const healthTimeoutMs = 120_000;
/** npm passes Ctrl-C on as well, so one key press may arrive twice. */
const samePressMs = 700;

/** Whatever runs by now. */
const running: { services?: RunningServices; database?: DatabaseServer; lock?: Disposable } = {};
/** Aborted when the start has to be given up: somebody interrupts, or one half of it fails. */
const halt = new AbortController();
const interruption = Promise.withResolvers<null>();
let interruptedAtMs: number | null = null;

process.exitCode = await main();

async function main(): Promise<number> {
  loadDotEnv(root);
  const read = readSettings();
  if ('problems' in read) {
    for (const problem of read.problems) complain(`Wrong setting: ${problem}`);
    complain('Correct these settings (all are explained in .env.example) and start again.');
    return 1;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  let exitCode = 0;
  try {
    const services = await start(read.settings);
    const reason = await Promise.race([services.firstEnd, interruption.promise]);
    if (reason !== null) throw new Error(reason);
  } catch (error) {
    if (interruptedAtMs === null) {
      complain(error instanceof Error ? error.message : String(error));
      exitCode = 1;
    }
  }
  const isClean = await stopAll();
  return isClean ? exitCode : 1;
}

async function start(settings: Settings): Promise<RunningServices> {
  mkdirSync(settings.dataDir, { recursive: true });
  const lock = tryLock(path.join(settings.dataDir, 'lock'));
  if ('heldBy' in lock) {
    throw new Error(
      `TikTickets already runs on ${settings.dataDir} (process ${lock.heldBy}); stop it, or set another DATA_DIR`,
    );
  }
  running.lock = lock;
  await assertPortIsFree(settings.host, settings.port);
  const appSecret = settings.appSecret ?? loadAppSecret(settings.dataDir);

  // The build needs no database: both go on at once.
  const [database] = await bothOrNone(prepareDatabase(settings, appSecret), build(settings));
  const context = { root, settings, appSecret, databaseUrl: database.url, report: say };
  const logins = settings.isDemo ? await seedDemoOnce(context) : [];
  halt.signal.throwIfAborted();

  say('Starting web and worker …');
  const services = await startServices(context);
  running.services = services;
  const url = `http://${loopbackFor(settings.host)}:${settings.port}/health`;
  const failure = services.firstEnd.then((reason) => Promise.reject(new Error(reason)));
  await Promise.race([waitUntilHealthy({ url, timeoutMs: healthTimeoutMs, signal: halt.signal }), failure]);
  for (const { role, email, password } of logins) say(`login ${role} ${email} ${password}`);
  say(`TikTickets is ready at http://localhost:${settings.port}`);
  return services;
}

async function build(settings: Settings): Promise<void> {
  say('Building what changed …');
  const startedAtMs = Date.now();
  const { wasCached } = await buildChanged({
    root,
    env: inheritedEnvironment(),
    logFile: path.join(settings.dataDir, 'logs', 'build.log'),
    signal: halt.signal,
  });
  const tookSeconds = Math.round((Date.now() - startedAtMs) / 1000);
  say(wasCached ? 'Nothing changed since the last build' : `Built in ${tookSeconds} s`);
}

async function prepareDatabase(settings: Settings, appSecret: string): Promise<DatabaseServer> {
  if (settings.databaseUrl === null) say('Starting the embedded PostgreSQL …');
  const database = await openDatabaseServer(settings);
  running.database = database;
  halt.signal.throwIfAborted();
  try {
    await migrate(database.url, { appSecret });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The database could not be brought up to date: ${reason}`, { cause: error });
  }
  say('The database is up to date');
  return database;
}

/** As Promise.all, but the failure of one side halts the other and is thrown only when that has ended as well. */
async function bothOrNone<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  const failures: unknown[] = [];
  const watch = async (side: Promise<unknown>) => {
    try {
      await side;
    } catch (error) {
      failures.push(error);
      halt.abort();
    }
  };
  await Promise.all([watch(first), watch(second)]);
  if (failures.length > 0) throw failures[0];
  return Promise.all([first, second]);
}

function interrupt(): void {
  const now = Date.now();
  if (interruptedAtMs !== null) {
    // A second press: do not wait for a graceful end.
    if (now - interruptedAtMs > samePressMs) running.services?.kill();
    return;
  }
  interruptedAtMs = now;
  say('Stopping …');
  halt.abort();
  interruption.resolve(null);
}

/** In this order: web, worker, simulator, database, lock. Says what could not be stopped. */
async function stopAll(): Promise<boolean> {
  const steps = [
    () => running.services?.stop(),
    () => running.database?.stop(),
    () => running.lock?.[Symbol.dispose](),
  ];
  let isClean = true;
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      isClean = false;
      complain(error instanceof Error ? error.message : String(error));
    }
  }
  if (interruptedAtMs !== null && isClean) say('Stopped');
  return isClean;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
