import { createKernel, createLogger } from '@tiktickets/core/kernel';
import { readEnv } from '../../src/env.ts';
import { startWorker } from '../../src/worker.ts';
import { FakeDriver } from './fake-driver.ts';

/** The program of `spawnFakeWorker`: a worker as `src/main.ts` starts it, on a driver without a network. */
const env = readEnv();
const logger = createLogger({ name: 'worker', level: 'info' });
const { DATABASE_URL: databaseUrl, APP_SECRET: appSecret, LEASE_TTL_MS: leaseTtlMs } = env;
const kernel = createKernel({ name: 'worker', databaseUrl, appSecret, logger });
const worker = await startWorker({ kernel, driver: new FakeDriver(), databaseUrl, leaseTtlMs });
logger.info({ workerId: worker.id }, 'worker is ready');
