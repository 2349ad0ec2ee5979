import { findRedis, type RunningRedis, startRedis } from '@tiktickets/services';
import { afterAll, beforeAll, describe } from 'vitest';

export interface TestBackend {
  kind: 'postgres' | 'redis';
  /** Set for `redis`, from `beforeAll` on: read it inside hooks and tests, not while the suite is declared. */
  redisUrl?: string;
}

/** Declares the suite once per backend of queues, wake-ups and limits. Without a Redis server that half is skipped by name. */
export function describeBackends(name: string, suite: (backend: TestBackend) => void): void {
  describe(`${name} [postgres]`, () => {
    suite({ kind: 'postgres' });
  });
  const isMissing = findRedis() === null;
  const label = isMissing ? `${name} [redis: no valkey-server or redis-server on PATH]` : `${name} [redis]`;
  describe.skipIf(isMissing)(label, () => {
    const backend: TestBackend = { kind: 'redis' };
    let server: RunningRedis | undefined;
    beforeAll(async () => {
      server = await startRedis();
      backend.redisUrl = server.url;
    });
    afterAll(() => server?.stop());
    suite(backend);
  });
}
