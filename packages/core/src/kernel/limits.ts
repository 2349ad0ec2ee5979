import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import pg from 'pg';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { AppError } from './errors.ts';
import type { Logger } from './logger.ts';

export interface Limit {
  name: string;
  points: number;
  durationS: number;
}

export interface Limits {
  /** Takes one point for each key. Keys are hashed: they may be addresses. @throws {AppError} `rate-limited` with `retryAfterS` */
  take(limit: Limit, key: string): Promise<void>;
  /** Gives a key its points back, after a success. */
  clear(limit: Limit, key: string): Promise<void>;
  close(): Promise<void>;
}

interface Store {
  limiter(limit: Limit): RateLimiterAbstract;
  close(): Promise<void>;
}

function redisStore(url: string, prefix: string): Store {
  const client = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  client.on('error', () => {});
  return {
    limiter: (limit) =>
      new RateLimiterRedis({
        storeClient: client,
        keyPrefix: `${prefix}:limit:${limit.name}`,
        points: limit.points,
        duration: limit.durationS,
        insuranceLimiter: new RateLimiterMemory({ points: limit.points, duration: limit.durationS }),
      }),
    close: async () => client.disconnect(),
  };
}

function postgresStore(url: string): Store {
  const pool = new pg.Pool({ connectionString: url, max: 2, idleTimeoutMillis: 10_000 });
  pool.on('error', () => {});
  return {
    limiter: (limit) =>
      new RateLimiterPostgres({
        storeClient: pool,
        tableName: 'rate_limits',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: limit.name,
        points: limit.points,
        duration: limit.durationS,
        insuranceLimiter: new RateLimiterMemory({ points: limit.points, duration: limit.durationS }),
      }),
    close: () => pool.end(),
  };
}

/** Counters shared by all processes; each process counts alone while the store is away. */
export function createLimits(options: {
  redisUrl?: string;
  databaseUrl: string;
  prefix: string;
  logger: Logger;
}): Limits {
  const store = options.redisUrl ? redisStore(options.redisUrl, options.prefix) : postgresStore(options.databaseUrl);
  const limiters = new Map<string, RateLimiterAbstract>();
  const limiterOf = (limit: Limit): RateLimiterAbstract => {
    const known = limiters.get(limit.name) ?? store.limiter(limit);
    limiters.set(limit.name, known);
    return known;
  };
  const hash = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 32);
  return {
    take: async (limit, key) => {
      try {
        await limiterOf(limit).consume(hash(key));
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const retryAfterS = Math.ceil(refusal.msBeforeNext / 1000);
        options.logger.warn({ limit: limit.name, retryAfterS }, 'rate limited');
        throw new AppError('rate-limited', 'too many attempts, wait a little', { details: { retryAfterS } });
      }
    },
    clear: async (limit, key) => {
      await limiterOf(limit).delete(hash(key));
    },
    close: () => store.close(),
  };
}
