import pino from 'pino';
import { readSeedEnv } from '../demo/env.ts';
import { AppError, createKernel } from '../kernel/index.ts';
import { setPlatformSetting } from './platform-settings.ts';

/** `node setting-main.ts <key> [<value>]`: sets a setting of the platform, or without a value its default. */
const env = readSeedEnv();
const [key = '', value = null] = process.argv.slice(2);
const kernel = createKernel({
  name: 'setting',
  databaseUrl: env.DATABASE_URL,
  appSecret: env.APP_SECRET,
  logger: pino({ level: 'silent' }),
  maxConnections: 2,
});
try {
  await setPlatformSetting(kernel, { key, value });
  process.stdout.write(value === null ? `${key} has its default again\n` : `${key} is ${value}\n`);
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  await kernel.close();
}
