import { findRedis, type RunningRedis, startRedis } from '@tiktickets/services';

export type RedisForTests = ({ url: string } & RunningRedis) | { url: null; reason: string };

/** A Redis or Valkey of its own, empty, gone after `stop()`; or the reason why there is none. */
export async function redisForTests(): Promise<RedisForTests> {
  if (findRedis() === null) return { url: null, reason: 'no valkey-server or redis-server on PATH' };
  return startRedis();
}
