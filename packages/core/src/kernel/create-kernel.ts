import { createHash } from 'node:crypto';
import { openDatabase, roleUrls } from '@tiktickets/db';
import { createPostgresBus } from './bus-postgres.ts';
import { createRedisBus } from './bus-redis.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Kernel } from './context.ts';
import { createLimits } from './limits.ts';
import { createLogger, type Logger } from './logger.ts';
import { openStorage, type S3Settings } from './storage/index.ts';

export interface KernelOptions {
  /** Name of the process in logs. */
  name: string;
  /** Address of the owner; the two roles' addresses are derived from it and the secret. */
  databaseUrl: string;
  redisUrl?: string;
  appSecret: string;
  logLevel?: string;
  logger?: Logger;
  clock?: Clock;
  prepare?: boolean;
  maxConnections?: number;
  /** Where files are kept; web and worker must see the same folder. */
  mediaDir?: string;
  /** Keeps files in a bucket instead of the folder. */
  s3?: S3Settings;
}

/** Keys of one installation on a Redis that others may share. */
export const redisPrefix = (databaseUrl: string): string => {
  const { host, pathname } = new URL(databaseUrl);
  return `tt:${createHash('sha256')
    .update(host + pathname)
    .digest('hex')
    .slice(0, 12)}`;
};

/** Opens what the verbs of one process share. Nothing connects before it is used. */
export function createKernel(options: KernelOptions): Kernel {
  const logger = options.logger ?? createLogger({ name: options.name, level: options.logLevel });
  const urls = roleUrls(options.databaseUrl, options.appSecret);
  const database = openDatabase({ ...urls, prepare: options.prepare, max: options.maxConnections });
  const prefix = redisPrefix(options.databaseUrl);
  const bus = options.redisUrl
    ? createRedisBus({ url: options.redisUrl, prefix, logger })
    : createPostgresBus({ url: urls.appUrl, logger });
  const limits = createLimits({ redisUrl: options.redisUrl, databaseUrl: urls.appUrl, prefix, logger });
  return {
    database,
    bus,
    limits,
    logger,
    clock: options.clock ?? systemClock,
    appSecret: options.appSecret,
    storage: openStorage({ s3: options.s3, folder: options.mediaDir ?? '.tiktickets/media' }),
    close: async () => {
      await bus.close();
      await limits.close();
      await database.close();
    },
  };
}
