import path from 'node:path';
import { createKernel, createLogger, InvalidEnvironment, type Logger, s3Settings } from '@tiktickets/core/kernel';
import { parseClientVersion } from '@tiktickets/core/platform';
import { createWhatsAppDriver } from '@tiktickets/wbot';
import { runDemo } from './demo/run-demo.ts';
import { readEnv, type WorkerEnv } from './env.ts';
import { ShutdownRegistry } from './shutdown.ts';
import { startWorker } from './worker.ts';

function readSettings(): WorkerEnv {
  try {
    return readEnv();
  } catch (error) {
    if (!(error instanceof InvalidEnvironment)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** Nothing is known of the process' state after it: end, and let the leases and the journal do their work. */
function endOnSurprise(logger: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error, event }, 'the worker ends because of an error that nobody handled');
      logger.flush();
      process.exit(1);
    });
  }
}

async function main(env: WorkerEnv, logger: Logger): Promise<void> {
  const shutdown = new ShutdownRegistry(logger);
  const end = (): void => {
    shutdown.run().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);

  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, APP_SECRET: appSecret } = env;
  const prepare = env.DB_PREPARE === '1';
  const mediaDir = path.join(env.DATA_DIR, 'media');
  const s3 = s3Settings(env);
  const kernel = createKernel({ name: 'worker', databaseUrl, redisUrl, appSecret, logger, prepare, mediaDir, s3 });
  shutdown.add('kernel', () => kernel.close());
  const version = parseClientVersion(env.WA_VERSION ?? '') ?? undefined;
  const driver = createWhatsAppDriver({ wsUrl: env.WA_WS_URL, mediaHost: env.WA_MEDIA_HOST, version });
  const worker = await startWorker({ kernel, driver, databaseUrl, redisUrl, leaseTtlMs: env.LEASE_TTL_MS });
  shutdown.add('worker', () => worker.stop());
  if (env.DEMO === 'on' && env.SIMULATOR_URL) {
    const stopDemo = runDemo({ kernel, simulatorUrl: env.SIMULATOR_URL });
    shutdown.add('demo', stopDemo);
  }
  logger.info({ workerId: worker.id, redis: redisUrl !== undefined }, 'worker is ready');
}

const settings = readSettings();
const log = createLogger({ name: 'worker', level: settings.LOG_LEVEL });
endOnSurprise(log);
try {
  await main(settings, log);
} catch (error) {
  log.fatal({ err: error }, 'the worker could not start');
  process.exit(1);
}
